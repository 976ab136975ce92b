using System.Collections.Concurrent;

namespace FastAI;

/// <summary>The batches of a data set.</summary>
/// <typeparam name="TX">What an input is.</typeparam>
/// <typeparam name="TY">What a target is.</typeparam>
public sealed class DataLoader<TX, TY> : SampleLoader<TX, TY>
{
    private readonly SampleReader<TX, TY> _samples;

    internal DataLoader(
        Dataset<TX, TY> dataset, Codec<TX> xCodec, Codec<TY> yCodec, Pipeline<ItemTransform> items, Pipeline<BatchTransform> batches, LoaderOptions options,
        ConcurrentDictionary<int, DataException>? skipped = null)                // shared with the loader that steps learnt from
        : base(dataset, new(xCodec, yCodec, items, batches), options, skipped)
    {
        Dataset = dataset;
        _samples = new(index => dataset[index], dataset.NameOf);
    }

    /// <summary>The samples.</summary>
    public Dataset<TX, TY> Dataset { get; }

    /// <inheritdoc />
    public override string NameOf(int index) => Dataset.NameOf(index);

    /// <summary>The positions in the first batch of the first epoch.</summary>
    internal IReadOnlyList<int> FirstIndices() => SampleCount == 0 ? [] : Count == 0 ? [0] : BatchIndices(0).First();

    /// <summary>All positions in an order of chance.</summary>
    internal IReadOnlyList<int> RandomIndices(long seed)
    {
        var order = Enumerable.Range(0, SampleCount).ToArray();
        new SampleRandom(seed, 0, long.MinValue).Shuffle(order);
        return order;
    }

    /// <summary>A batch of the first few of some positions, read on the calling thread; the caller disposes it, and it belongs to no dispose scope.</summary>
    /// <exception cref="InvalidOperationException">There are no samples.</exception>
    internal Batch SomeOf(IReadOnlyList<int> indices, int most, int epoch)
    {
        var collated = Collate([.. indices.Take(most)], _samples, epoch, new());
        if (collated.Size > 0) return RunBatchTransforms(collated, epoch);

        collated.Dispose();
        throw new InvalidOperationException(
            $"There is nothing to show: the {SetName} has no samples{(SampleCount > 0 ? " that can be read" : "")}.");
    }

    private protected override IEnumerable<Batch> Collated(int epoch, CancellationToken cancellationToken)
        => Options.Workers > 0
            ? Prefetch<int[]>.InOrder([.. BatchIndices(epoch)], (indices, watch) => Collate(indices, _samples, epoch, watch), Options, NameOf, cancellationToken)
            : BatchIndices(epoch).Select(indices =>
            {
                cancellationToken.ThrowIfCancellationRequested();
                return Collate(indices, _samples, epoch, new());
            });
}
