using TorchSharp;

namespace FastAI;

/// <summary>Gives the samples of one split as batches, epoch by epoch.</summary>
public abstract class DataLoader
{
    private readonly Sampler _sampler;

    private protected DataLoader(Split split, int sampleCount, LoaderOptions options)
    {
        Split = split;
        SampleCount = sampleCount;
        Options = options;
        BatchSize = split == Split.Train ? options.BatchSize : options.ValidBatchSize;

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

        Count = dropLast ? passCount / BatchSize : (passCount + BatchSize - 1) / BatchSize;
    }

    /// <summary>The split whose samples are given.</summary>
    public Split Split { get; }

    /// <summary>Number of samples in the split.</summary>
    public int SampleCount { get; }

    /// <summary>Samples in a full batch.</summary>
    public int BatchSize { get; }

    /// <summary>Number of batches in an epoch.</summary>
    public int Count { get; }

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
