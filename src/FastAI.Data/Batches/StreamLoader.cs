namespace FastAI;

/// <summary>Batches of items that come one after another, and whose number need not be known: lines of a large file, rows of a query, a generator.</summary>
/// <remarks>
/// Items keep their order, and no more of them are held than the batches under way need. Worker threads take them from the stream in turn, one thread at a time, and
/// read and transform several batches at once; batches come in order and with the same numbers for any number of workers. fastai's <c>DataLoader</c> over an iterable.
/// </remarks>
/// <typeparam name="TItem">What an item is.</typeparam>
/// <typeparam name="TX">What an input is.</typeparam>
/// <typeparam name="TY">What a target is.</typeparam>
public sealed class StreamLoader<TItem, TX, TY> : SampleLoader<TX, TY>
{
    private readonly Func<int, IEnumerable<TItem>> _stream;
    private readonly Func<TItem, (TX, TY)> _create;

    internal StreamLoader(
        Split split, Func<int, IEnumerable<TItem>> stream, Func<TItem, (TX, TY)> create, SampleSteps<TX, TY> steps, int? batchesPerEpoch, LoaderOptions options)
        : base(split, batchesPerEpoch, steps, options)
        => (_stream, _create) = (stream, create);

    /// <inheritdoc />
    public override string NameOf(int index) => $"item {index} of the stream";

    private protected override IEnumerable<Batch> Collated(int epoch, CancellationToken cancellationToken)
        => Options.Workers > 0
            ? Prefetch<StreamBatch>.InOrder(Arriving(epoch), (batch, watch) => Collate(batch, epoch, watch), Options, NameOf, cancellationToken)
            : Arriving(epoch).Select(batch =>
            {
                cancellationToken.ThrowIfCancellationRequested();
                return Collate(batch, epoch, new());
            });

    private Batch Collate(StreamBatch batch, int epoch, ItemWatch watch)
    {
        TItem ItemOf(int index) => batch.Items[index - batch.First];
        int[] indices = [.. Enumerable.Range(batch.First, batch.Items.Length)];
        return Collate(indices, new(index => _create(ItemOf(index)), index => ItemOf(index)?.ToString() ?? NameOf(index)), epoch, watch);
    }

    private IEnumerable<StreamBatch> Arriving(int epoch)
    {
        var (given, first) = (0, 0);
        var most = KnownCount ?? int.MaxValue;
        foreach (var items in _stream(epoch).Chunk(BatchSize))
        {
            if (IsLeftOut(items.Length, given)) break;
            yield return new(first, items);
            first = checked(first + items.Length);
            if (++given == most) yield break;
        }

        if (KnownCount is not null && given < most)
            Warnings.Raise(
                $"The stream of epoch {epoch} ended after {given} of {most} batches, so schedules do not reach their end. " +
                $"Give batchesPerEpoch: {given}, or a stream that goes on for {most} batches of {BatchSize}.");
    }

    private bool IsLeftOut(int size, int given)
    {
        if (size == BatchSize || Split != Split.Train || !Options.DropLast) return false;
        if (given > 0) return true;

        Warnings.Raise(
            $"The {size} items of the stream are fewer than the batch size, {BatchSize}: the only batch is kept although it is not full. " +
            $"Set a batch size of at most {size}, or DropLast = false, to say that this is meant.");
        return false;
    }

    private sealed record StreamBatch(int First, TItem[] Items);
}

/// <summary>Makes loaders over streams, with the types inferred.</summary>
public static class StreamLoader
{
    /// <summary>A loader over a stream of items.</summary>
    /// <param name="stream">Starts the stream of an epoch. It is gone through by worker threads, one at a time.</param>
    /// <param name="x">What the input is.</param>
    /// <param name="y">What the target is.</param>
    /// <param name="getX">From an item to what the input is made from.</param>
    /// <param name="getY">From an item to what the target is made from.</param>
    /// <param name="split">Which steps run: those of training or those of validation.</param>
    /// <param name="batchesPerEpoch">How many batches a pass takes of the stream; null to go to its end. A fit needs it for its schedule, a validation does not.</param>
    /// <param name="learnFrom">Items that blocks learn from (classes, a length); none where they are told, <c>new CategoryBlock(["cat", "dog"])</c>.</param>
    /// <param name="itemTfms">Steps for items.</param>
    /// <param name="batchTfms">Steps for batches. One that learns from data (as <c>Normalize</c> does) sees the first batch of epoch 0.</param>
    /// <param name="options">Batch size, workers, seed. Samplers play no part: the order is the stream's.</param>
    /// <exception cref="ArgumentException">A block learns from items, and there are none.</exception>
    public static StreamLoader<TItem, TX, TY> Create<TItem, TXSource, TX, TYSource, TY>(
        Func<int, IEnumerable<TItem>> stream, Block<TXSource, TX> x, Block<TYSource, TY> y, Func<TItem, TXSource> getX, Func<TItem, TYSource> getY,
        Split split = Split.Train, int? batchesPerEpoch = null, IReadOnlyList<TItem>? learnFrom = null,
        IReadOnlyList<ItemTransform>? itemTfms = null, IReadOnlyList<BatchTransform>? batchTfms = null, LoaderOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(getX);
        ArgumentNullException.ThrowIfNull(getY);
        if (batchesPerEpoch is { } batches) Check.AtLeast(batches, 1, nameof(batchesPerEpoch));
        var (xs, ys) = (Fit(x, getX, learnFrom ?? [], "getX"), Fit(y, getY, learnFrom ?? [], "getY"));
        var items = new Pipeline<ItemTransform>(DataBlock.Merge([.. x.ItemTransforms, .. y.ItemTransforms], itemTfms ?? []));
        options ??= new();
        StreamLoader<TItem, TX, TY> Over(Pipeline<BatchTransform> steps, int? count, LoaderOptions options)
            => new(split, stream, item => (xs.CreateOf(item), ys.CreateOf(item)), new(xs.Codec, ys.Codec, items, steps), count, options);
        var steps = new Pipeline<BatchTransform>(DataBlock.Merge([.. x.BatchTransforms, .. y.BatchTransforms], batchTfms ?? []))
            .SetUp(before => Over(before, null, options with { Workers = 0, DropLast = false }));
        return Over(steps, batchesPerEpoch, options);
    }

    private static FittedItems<TItem, TValue> Fit<TItem, TSource, TValue>(Block<TSource, TValue> block, Func<TItem, TSource> get, IReadOnlyList<TItem> items, string getName)
    {
        ArgumentException Unfitted(Exception? e) => new(
            $"{block.Name} learns from items, and those of a stream are not at hand. Tell it what it has to know (a vocabulary, a length), or give items in learnFrom.", e);

        FittedItems<TItem, TValue> fitted;
        try
        {
            fitted = DataBlock.Fit(block, [.. items.Select(get)], new([.. Enumerable.Range(0, items.Count)], []), index => items[index]?.ToString() ?? $"item {index}", get, getName);
        }
        catch (Exception e) when (items.Count == 0)
        {
            throw Unfitted(e);
        }

        return fitted.Codec is { Kind: TargetKind.Category or TargetKind.MultiCategory, Vocabulary.Count: 0 } ? throw Unfitted(null) : fitted;
    }
}
