namespace FastAI;

/// <summary>How values become the tensors of a batch, and how one sample of a batch becomes a value again.</summary>
/// <remarks>
/// What a fitted block leaves behind: it needs neither the items nor the functions that labelled them, so it is what an exported learner holds.
/// A codec is a record of plain settings, written to and read from the manifest under its registered id (<see cref="Components"/>).
/// </remarks>
public abstract record Codec
{
    /// <summary>The name shown in summaries and messages.</summary>
    public virtual string Name => GetType().Name.Replace("Codec", "", StringComparison.Ordinal);

    /// <summary>What kind of target these values are, which decides the loss that is taken where none is given.</summary>
    public virtual TargetKind Kind => TargetKind.None;

    /// <summary>How many numbers a model has to predict for one such target; fastai's <c>dls.c</c>.</summary>
    public virtual int Outputs => 0;

    /// <summary>The classes, where there are classes.</summary>
    public virtual IReadOnlyList<string> Vocabulary => [];

    // Codecs of several values are made from what a file says of their members. Each member knows its own type and hands it on, so no type is looked up by name.
    internal abstract Codec PairWith(Codec second);

    internal abstract Codec PairAfter<TFirst>(Codec<TFirst> first);

    internal abstract Codec TripleAfter<TFirst, TSecond>(Codec<TFirst> first, Codec<TSecond> second);
}

/// <inheritdoc cref="Codec" />
/// <typeparam name="TValue">The values: <c>Image</c>, <see cref="Category"/>, or a tuple of them for several inputs or targets.</typeparam>
public abstract record Codec<TValue> : Codec
{
    internal sealed override Codec PairWith(Codec second) => second.PairAfter(this);

    internal sealed override Codec PairAfter<TFirst>(Codec<TFirst> first) => new PairCodec<TFirst, TValue>(first, this);

    internal sealed override Codec TripleAfter<TFirst, TSecond>(Codec<TFirst> first, Codec<TSecond> second)
        => new TripleCodec<TFirst, TSecond, TValue>(first, second, this);

    /// <summary>Starts the tensors of a batch of <paramref name="size"/> samples.</summary>
    public abstract BatchBuilder<TValue> NewBatch(int size);

    /// <summary>Turns one sample of a batch back into a value.</summary>
    /// <param name="elements">The elements that <see cref="NewBatch"/> made, all of them.</param>
    /// <param name="sample">The sample's place in the batch.</param>
    public abstract TValue Decode(ReadOnlySpan<TensorElement> elements, int sample);

    /// <summary>Reads one sample of a model's output.</summary>
    /// <param name="activated">The activated output, on the CPU, the first axis counting samples.</param>
    /// <param name="decoded">What the loss has chosen of it, on the CPU.</param>
    /// <param name="sample">The sample's place.</param>
    public virtual Prediction<TValue> ReadPrediction(Tensors activated, Tensors decoded, int sample)
        => new(Decode([new PlainTensor(decoded.Single)], sample), null, []);

    /// <summary>How many tensors a value becomes.</summary>
    public virtual int ElementCount => 1;

    /// <summary>Does something to each element of a value; a tuple passes it on to its members.</summary>
    public virtual TValue Map(TValue value, IElementMap map) => map.Map(value);

    /// <summary>Draws a value for a person to look at.</summary>
    public virtual void Show(TValue value, ICanvas canvas)
    {
        if (value is IShowable showable) showable.ShowOn(canvas);
        else canvas.Caption(value?.ToString() ?? "");
    }

    /// <summary>Says in a few words what a value is, for summaries and messages: <c>Image 224×224 RGB</c>.</summary>
    public virtual string Describe(TValue value) => value?.ToString() ?? "null";
}

/// <summary>What kind of target a model is to predict.</summary>
public enum TargetKind
{
    /// <summary>Not a target of a kind that the library knows.</summary>
    None,

    /// <summary>One class of several.</summary>
    Category,

    /// <summary>Any number of classes.</summary>
    MultiCategory,

    /// <summary>One number or several.</summary>
    Number,
}

/// <summary>Collects the samples of one batch into tensors.</summary>
/// <typeparam name="TValue">What a sample's value is.</typeparam>
public abstract class BatchBuilder<TValue> : IDisposable
{
    /// <summary>Writes a sample's value to its place. Each place is written once, by one thread at a time.</summary>
    /// <exception cref="ShapeMismatchException">The value does not have the shape of the batch's first one.</exception>
    public abstract void Write(int slot, TValue value);

    /// <summary>Adds the finished elements to a list; the receiver owns their tensors.</summary>
    /// <param name="count">How many places were written, from 0 on: fewer than the batch's size where bad items are skipped.</param>
    /// <param name="elements">The list to add to.</param>
    public abstract void Build(int count, List<TensorElement> elements);

    /// <summary>Frees what was not built.</summary>
    public abstract void Dispose();
}

/// <summary>Two values of a batch have different shapes. The loader adds which samples they are.</summary>
public sealed class ShapeMismatchException(int slot, string shape, string firstShape, string fix)
    : Exception($"sample {slot} is {shape}, sample 0 is {firstShape}. {fix}")
{
    /// <summary>The place in the batch of the sample that differs from the first.</summary>
    public int Slot { get; } = slot;

    /// <summary>What to do about it.</summary>
    public string Fix { get; } = fix;
}
