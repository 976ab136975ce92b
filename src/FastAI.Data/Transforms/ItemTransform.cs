namespace FastAI;

/// <summary>A step for single items, before they are put together into a batch: it sees an <c>Image</c>, a <c>Mask</c>, <c>Points</c>, …</summary>
public abstract record ItemTransform : Transform, IElementMap
{
    /// <summary>Draws what this step draws for one sample, and returns what it then does to each of the sample's elements.</summary>
    internal virtual IElementMap Start(in SampleContext sample) => this;

    T IElementMap.Map<T>(T value) => this is IEncodes<T> encodes ? encodes.Encode(value) : value;
}

/// <summary>A random step for single items. It draws once for a sample, so that its input and its target stay aligned.</summary>
/// <typeparam name="TDraw">What is drawn.</typeparam>
public abstract record RandomItemTransform<TDraw> : ItemTransform
{
    /// <summary>What is drawn for one sample.</summary>
    protected abstract TDraw Draw(in SampleContext sample);

    internal sealed override IElementMap Start(in SampleContext sample) => new EncodeMap(this, Draw(sample));

    private sealed class EncodeMap(RandomItemTransform<TDraw> transform, TDraw draw) : IElementMap
    {
        public T Map<T>(T value) => transform is IEncodes<T, TDraw> encodes ? encodes.Encode(value, draw) : value;
    }
}

/// <summary>What a random step may draw from.</summary>
/// <param name="Seed">The run's seed.</param>
/// <param name="Epoch">The epoch, from 0.</param>
/// <param name="Index">The sample's position in its split.</param>
/// <param name="Split">The split that the sample belongs to.</param>
/// <param name="Step">The place of the step that draws, so that each has numbers of its own.</param>
public readonly record struct SampleContext(long Seed, int Epoch, int Index, Split Split, int Step = 0)
{
    /// <summary>The step's stream of random numbers for this sample.</summary>
    public SampleRandom Random() => new(Seed, Epoch, Split == Split.Train ? Index : ~(long)Index, Step);
}
