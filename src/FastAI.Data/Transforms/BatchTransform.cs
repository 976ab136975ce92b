using TorchSharp;

namespace FastAI;

/// <summary>
/// A step for whole batches, on the device that they are on: it sees a <c>TensorImage</c>, a <c>TensorMask</c>, … whose first axis counts the samples.
/// </summary>
public abstract record BatchTransform : Transform, IElementMap
{
    /// <summary>Whether <see cref="SetUp"/> has something to learn.</summary>
    public virtual bool NeedsSetUp => false;

    /// <summary>
    /// Lets the step learn what it needs from a first batch of training data, as far as it does not have it yet. Returns the step to use, which may be
    /// this one.
    /// </summary>
    public virtual BatchTransform SetUp(Batch first) => this;

    /// <summary>Draws what this step draws for one batch, and returns what it then does to each of the batch's elements.</summary>
    internal virtual IElementMap Start(BatchContext batch) => this;

    T IElementMap.Map<T>(T value) => this is IEncodes<T> encodes ? encodes.Encode(value) : value;
}

/// <summary>A random step for whole batches. It draws once for a batch, so that inputs and targets stay aligned.</summary>
/// <typeparam name="TDraw">What is drawn, often one value a sample.</typeparam>
public abstract record RandomBatchTransform<TDraw> : BatchTransform
{
    /// <summary>What is drawn for one batch.</summary>
    protected abstract TDraw Draw(BatchContext batch);

    internal sealed override IElementMap Start(BatchContext batch) => new EncodeMap(this, Draw(batch));

    private sealed class EncodeMap(RandomBatchTransform<TDraw> transform, TDraw draw) : IElementMap
    {
        public T Map<T>(T value) => transform is IEncodes<T, TDraw> encodes ? encodes.Encode(value, draw) : value;
    }
}

/// <summary>What a random step for batches may draw from.</summary>
/// <param name="Seed">The run's seed.</param>
/// <param name="Epoch">The epoch, from 0.</param>
/// <param name="Indices">The positions of the batch's samples in their split.</param>
/// <param name="Split">The split that the samples belong to.</param>
/// <param name="Device">The device that the batch is on.</param>
/// <param name="Step">The place of the step that draws, so that each has numbers of its own.</param>
public sealed record BatchContext(long Seed, int Epoch, IReadOnlyList<int> Indices, Split Split, torch.Device Device, int Step = 0)
{
    /// <summary>Number of samples in the batch.</summary>
    public int Size => Indices.Count;

    /// <summary>The step's stream of random numbers for one sample of the batch: the same one whatever batch the sample is in.</summary>
    /// <param name="sample">The sample's place in the batch.</param>
    public SampleRandom RandomOf(int sample) => new SampleContext(Seed, Epoch, Indices[sample], Split, Step).Random();
}
