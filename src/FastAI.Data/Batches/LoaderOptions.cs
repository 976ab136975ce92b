using System.Diagnostics;

namespace FastAI;

/// <summary>How samples are put into batches and read ahead.</summary>
public sealed record LoaderOptions
{
    private static readonly Sampler s_shuffle = new ShuffleSampler(), s_sequential = new SequentialSampler();

    private readonly bool? _dropLast;

    /// <summary>Samples in a training batch; 64, as in fastai.</summary>
    public int BatchSize { get; init => field = Check.AtLeast(value, 1); } = 64;

    /// <summary>Samples in a validation batch; that of training, unless set.</summary>
    public int ValidBatchSize { get => field == 0 ? BatchSize : field; init => field = Check.AtLeast(value, 1); }

    /// <summary>
    /// Threads that read items ahead; 0 reads them on the calling thread. Batches come in the same order and with the same numbers for any value.
    /// One a processor by default, at most 8.
    /// </summary>
    public int Workers { get; init => field = Check.AtLeast(value, 0); } = Math.Min(Environment.ProcessorCount, 8);

    /// <summary>Whether training samples come in another order every epoch; plays no part where there is a <see cref="Sampler"/>.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>
    /// Which training samples a pass has and in which order; null for <see cref="ShuffleSampler"/>, or <see cref="SequentialSampler"/> without
    /// <see cref="Shuffle"/>.
    /// </summary>
    public Sampler? Sampler { get; init; }

    /// <summary>The same for validation; null for <see cref="SequentialSampler"/>. Predictions for a set are put back into the order of its samples.</summary>
    public Sampler? ValidSampler { get; init; }

    /// <summary>Whether a last training batch that is not full is left out; as <see cref="Shuffle"/>, unless set, as in fastai. A first one is always kept.</summary>
    public bool DropLast { get => _dropLast ?? Shuffle; init => _dropLast = value; }

    /// <summary>The seed of everything drawn while loading: the order of the samples, the transforms.</summary>
    public long Seed { get; init; } = 42;

    /// <summary>
    /// How long one item may take before loading is given up with a message that names it; at half of it there is a warning. Two minutes; without
    /// limit (<see cref="Timeout.InfiniteTimeSpan"/>) by default only under a debugger.
    /// </summary>
    public TimeSpan ItemTimeout
    {
        get;
        init => field = value > TimeSpan.Zero || value == Timeout.InfiniteTimeSpan
            ? value
            : throw new ArgumentOutOfRangeException(nameof(ItemTimeout), value, $"{nameof(ItemTimeout)} is {value}, and has to be above 0, or Timeout.InfiniteTimeSpan.");
    } = Debugger.IsAttached ? Timeout.InfiniteTimeSpan : TimeSpan.FromMinutes(2);

    /// <summary>What to do with an item that cannot be read or transformed.</summary>
    public BadItems BadItems { get; init; } = BadItems.Fail;

    internal Sampler SamplerOf(Split split)
        => split == Split.Valid ? ValidSampler ?? s_sequential : Sampler ?? (Shuffle ? s_shuffle : s_sequential);
}

/// <summary>What to do with an item that cannot be read or transformed.</summary>
public enum BadItems
{
    /// <summary>End with an error that names the item.</summary>
    Fail,

    /// <summary>
    /// Leave it out of its batch, and count it in <see cref="DataLoader.SkippedItems"/>; the first one is also a warning. Where not one item of an epoch is
    /// left, that is an error all the same, and so are samples that do not have one shape.
    /// </summary>
    Skip,
}
