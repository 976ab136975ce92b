using TorchSharp;

namespace FastAI;

/// <summary>Gives the samples of one split as batches, epoch by epoch.</summary>
public abstract class DataLoader
{
    private readonly Sampler _sampler;
    private readonly int? _sampleCount;

    private protected DataLoader(Split split, int sampleCount, LoaderOptions options) : this(split, options, null)
    {
        _sampleCount = sampleCount;
        _sampler = options.SamplerOf(split);
        var passCount = _sampler.CountOf(sampleCount);
        var dropLast = split == Split.Train && options.DropLast;
        if (dropLast && passCount > 0 && passCount < BatchSize)
        {
            dropLast = false;
            Warnings.Raise(
                $"The {passCount} training samples are fewer than the batch size, {BatchSize}: the only batch is kept although it is not full. " +
                $"Set a batch size of at most {passCount}, or DropLast = false, to say that this is meant.");
        }

        KnownCount = dropLast ? passCount / BatchSize : (passCount + BatchSize - 1) / BatchSize;
    }

    /// <summary>A loader over samples whose number is not known.</summary>
    private protected DataLoader(Split split, LoaderOptions options, int? batches)
    {
        (Split, Options, KnownCount) = (split, options, batches);
        _sampler = options.SamplerOf(split);
        BatchSize = split == Split.Train ? options.BatchSize : options.ValidBatchSize;
    }

    /// <summary>The split whose samples are given.</summary>
    public Split Split { get; }

    /// <summary>Number of samples in the split.</summary>
    /// <exception cref="InvalidOperationException">It is not known: the samples are a stream's.</exception>
    public int SampleCount => _sampleCount ?? throw new InvalidOperationException("The number of samples is not known: they are a stream's, which tells only by ending.");

    /// <summary>Samples in a full batch.</summary>
    public int BatchSize { get; }

    /// <summary>Number of batches in an epoch; schedules need it.</summary>
    /// <exception cref="InvalidOperationException">It is not known; see <see cref="KnownCount"/>.</exception>
    public int Count => KnownCount ?? throw new InvalidOperationException(
        "The number of batches of an epoch is not known, and is needed, e.g. for the schedule of a fit: the samples are a stream's. Give the stream's loader batchesPerEpoch.");

    /// <summary>Number of batches in an epoch; null for a stream that was not told it.</summary>
    public int? KnownCount { get; }

    /// <summary>How many tensors the input of a batch is.</summary>
    public virtual int InputCount => 1;

    /// <summary>How samples are put into batches.</summary>
    public LoaderOptions Options { get; }

    /// <summary>The device that batches are put on.</summary>
    public torch.Device Device { get; internal set; } = torch.CPU;

    /// <summary>How many different items were left out so far, under <see cref="BadItems.Skip"/>.</summary>
    public virtual int SkippedItems => 0;

    /// <summary>
    /// The batches of one epoch, in order. The caller disposes each batch, or attaches it to a dispose scope; all belong to no scope when they are given.
    /// </summary>
    /// <param name="epoch">The epoch, which decides the order of the samples and what is drawn for them.</param>
    /// <param name="cancellationToken">Ends the loading, also of items that are being read.</param>
    /// <exception cref="DataException">An item cannot be read; names its path, index and step.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public abstract IEnumerable<Batch> Batches(int epoch = 0, CancellationToken cancellationToken = default);

    /// <summary>A name for the sample at a position of the split: its path where there is one.</summary>
    public virtual string NameOf(int index) => $"sample {index}";

    /// <summary>The first batch of an epoch; the caller disposes it. fastai's <c>one_batch</c>.</summary>
    public Batch OneBatch(int epoch = 0)
    {
        foreach (var batch in Batches(epoch)) return batch;
        throw new InvalidOperationException($"There is no batch: the {(Split == Split.Train ? "training" : "validation")} set has no samples.");
    }

    /// <summary>The positions of the samples in each batch of an epoch.</summary>
    private protected IEnumerable<int[]> BatchIndices(int epoch)
    {
        var order = _sampler.Order(new(SampleCount, BatchSize, Split, Options.Seed, epoch));
        if (order.Length != _sampler.CountOf(SampleCount) || order.Any(position => position < 0 || position >= SampleCount))
            throw new InvalidOperationException(
                $"{_sampler.GetType().Name} gave {order.Length} positions{(order.Length == 0 ? "" : $" from {order.Min()} to {order.Max()}")} for epoch {epoch}: " +
                $"expected {_sampler.CountOf(SampleCount)}, as its CountOf says, from 0 to {SampleCount - 1}.");

        for (var batch = 0; batch < Count; batch++)
            yield return order[(batch * BatchSize)..Math.Min((batch + 1) * BatchSize, order.Length)];
    }
}
