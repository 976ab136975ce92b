namespace FastAI;

/// <summary>
/// Describes how to get from a source (a folder, a table) to batches: what the items are, what input and target are made of, how they are split, and
/// which transforms they go through. A description holds no data; the same one serves many sources.
/// </summary>
/// <typeparam name="TRoot">The source that items are listed from.</typeparam>
/// <typeparam name="TItem">What an item is, often a path.</typeparam>
/// <typeparam name="TX">What an input becomes.</typeparam>
/// <typeparam name="TY">What a target becomes.</typeparam>
/// <remarks>fastai's <c>DataBlock</c>. Made by <see cref="DataBlock.Create{TRoot, TItem, TX, TYSource, TY}"/>, which infers the types.</remarks>
public sealed class DataBlock<TRoot, TItem, TX, TY>
{
    private readonly DataBlockParts<TRoot, TItem, TX, TY> _parts;

    internal DataBlock(DataBlockParts<TRoot, TItem, TX, TY> parts) => _parts = parts;

    /// <summary>Lists, labels and splits the items of a source, and fits the blocks. No input is read.</summary>
    /// <exception cref="ItemsNotFoundException">The source has no items.</exception>
    /// <exception cref="DataException">A label cannot be made or is unknown to training, a split is empty, …; names the item.</exception>
    public Datasets<TX, TY> Datasets(TRoot source)
    {
        var items = _parts.GetItems(source);
        if (items is null || items.Count == 0)
            throw new DataException($"0 items: getItems returned none for {source}. Check the source, or the function.") { Stage = "getItems" };

        return _parts.Over(items, _parts.Splitter.Split(items), "The splitter");
    }

    /// <summary>Makes the loaders of a source.</summary>
    /// <param name="source">Where the items are.</param>
    /// <param name="batchSize">Samples in a training batch.</param>
    /// <param name="seed">The seed of everything drawn while loading.</param>
    /// <param name="workers">Threads that read ahead; null for one a processor, at most 8. It changes no result.</param>
    /// <inheritdoc cref="Datasets(TRoot)" path="/exception" />
    public DataLoaders<TX, TY> DataLoaders(TRoot source, int batchSize = 64, long seed = 42, int? workers = null)
    {
        var options = new LoaderOptions { BatchSize = batchSize, Seed = seed };
        return DataLoaders(source, workers is null ? options : options with { Workers = workers.Value });
    }

    /// <inheritdoc cref="DataLoaders(TRoot, int, long, int?)" />
    /// <param name="source">Where the items are.</param>
    /// <param name="options">Everything that can be set about loading.</param>
    public DataLoaders<TX, TY> DataLoaders(TRoot source, LoaderOptions options) => FastAI.Datasets.Load(Datasets(source), options);

    /// <summary>A loader over new items, as those that <c>getItems</c> lists: they go through the fitted blocks and through the steps of validation.</summary>
    /// <param name="dls">Loaders that this block has made.</param>
    /// <param name="items">The items, in the order in which predictions are wanted.</param>
    /// <param name="withLabels">Whether they have labels that are to be read; a label that training did not have is then an error.</param>
    /// <exception cref="ArgumentException">The loaders are made of other items.</exception>
    /// <remarks>fastai's <c>dls.test_dl</c>.</remarks>
    public DataLoader<TX, TY> TestDl(DataLoaders<TX, TY> dls, IEnumerable<TItem> items, bool withLabels = false)
    {
        ArgumentNullException.ThrowIfNull(dls);
        return dls.TestDl<TItem>(items, withLabels);
    }

    /// <summary>Takes one sample and one batch through every stage, and tells what comes out of each; stops at the first stage that fails, and says why.</summary>
    /// <param name="source">Where the items are.</param>
    /// <param name="batchSize">Samples in the batch; as many as there are, at most 4, unless given.</param>
    public DataSummary Summary(TRoot source, int? batchSize = null) => DataSummary.Of(this, source, batchSize);

    internal DataBlockParts<TRoot, TItem, TX, TY> Parts => _parts;
}

/// <summary>What a data block is made of, once the types of its sources have done their work.</summary>
internal sealed record DataBlockParts<TRoot, TItem, TX, TY>(
    string XName, string YName,
    Func<TRoot, IReadOnlyList<TItem>> GetItems, Splitter<TItem> Splitter,
    Func<IReadOnlyList<TItem>, SplitIndices, Func<int, string>, FittedSources<TX>> FitX,
    Func<IReadOnlyList<TItem>, SplitIndices, Func<int, string>, FittedSources<TY>> FitY,
    IReadOnlyList<ItemTransform> ItemTransforms, IReadOnlyList<BatchTransform> BatchTransforms)
{
    /// <summary>Fits the blocks to items whose split is known.</summary>
    /// <param name="items">The items, at least one.</param>
    /// <param name="splits">Which of them are for training and for validation.</param>
    /// <param name="splitter">Who has split them, for messages.</param>
    public Datasets<TX, TY> Over(IReadOnlyList<TItem> items, SplitIndices splits, string splitter)
    {
        string NameOf(int index) => items[index]?.ToString() ?? $"item {index}";
        if (splits.Train.Concat(splits.Valid).Where(index => index < 0 || index >= items.Count).Select(index => (int?)index).FirstOrDefault() is { } outside)
            throw new DataException($"{splitter} gave position {outside}: there are {items.Count} items, numbered from 0 to {items.Count - 1}.") { Stage = "Splitter" };
        if (splits.Train.Count == 0)
            throw new DataException(
                $"0 training items: of {items.Count} items {splitter.ToLowerInvariant()} took {splits.Valid.Count} for validation. Give it another share or rule.")
            { Stage = "Splitter" };

        var x = FitX(items, splits, NameOf);
        var y = FitY(items, splits, NameOf);
        Dataset<TX, TY> Of(Split split) => new(split, splits[split], x, y, NameOf);
        return new(Of(Split.Train), Of(Split.Valid), x.Codec, y.Codec, new(ItemTransforms), new(BatchTransforms));
    }
}

/// <summary>Makes data blocks, with the types inferred.</summary>
public static partial class DataBlock
{
    /// <summary>A block whose input is made from the item itself.</summary>
    /// <inheritdoc cref="Create{TRoot, TItem, TXSource, TX, TYSource, TY}" />
    public static DataBlock<TRoot, TItem, TX, TY> Create<TRoot, TItem, TX, TYSource, TY>(
        Block<TItem, TX> x, Block<TYSource, TY> y,
        Func<TRoot, IReadOnlyList<TItem>> getItems, Func<TItem, TYSource> getY, Splitter<TItem>? splitter = null,
        IReadOnlyList<ItemTransform>? itemTfms = null, IReadOnlyList<BatchTransform>? batchTfms = null)
        => Create(x, y, getItems, item => item, getY, splitter, itemTfms, batchTfms);

    /// <summary>A block whose input is made from something that the item leads to.</summary>
    /// <param name="x">What the input is.</param>
    /// <param name="y">What the target is.</param>
    /// <param name="getItems">Lists the items of a source.</param>
    /// <param name="getX">From an item to what the input is made from.</param>
    /// <param name="getY">From an item to what the target is made from, e.g. its label.</param>
    /// <param name="splitter">Divides the items; a fifth of them for validation, drawn with a fixed seed, unless given.</param>
    /// <param name="itemTfms">Steps for items, after those that the blocks bring; one of the same type takes the place of the block's.</param>
    /// <param name="batchTfms">Steps for batches, likewise.</param>
    public static DataBlock<TRoot, TItem, TX, TY> Create<TRoot, TItem, TXSource, TX, TYSource, TY>(
        Block<TXSource, TX> x, Block<TYSource, TY> y,
        Func<TRoot, IReadOnlyList<TItem>> getItems, Func<TItem, TXSource> getX, Func<TItem, TYSource> getY, Splitter<TItem>? splitter = null,
        IReadOnlyList<ItemTransform>? itemTfms = null, IReadOnlyList<BatchTransform>? batchTfms = null)
    {
        ArgumentNullException.ThrowIfNull(getItems);
        ArgumentNullException.ThrowIfNull(getX);
        ArgumentNullException.ThrowIfNull(getY);
        return new(new(
            x.Name, y.Name, getItems, splitter ?? new RandomSplitter(),
            (items, splits, nameOf) => Fit(x, new LazySources<TItem, TXSource>(items, getX), splits, nameOf, getX, "getX"),
            (items, splits, nameOf) => Fit(y, Labels(items, getY, nameOf), splits, nameOf, getY, "getY"),
            Merge([.. x.ItemTransforms, .. y.ItemTransforms], itemTfms ?? []),
            Merge([.. x.BatchTransforms, .. y.BatchTransforms], batchTfms ?? [])));
    }

    // A step works on every element of its type, input or target: two blocks that bring the same one need it once, and one that is given takes its place.
    internal static IReadOnlyList<TTransform> Merge<TTransform>(IReadOnlyList<TTransform> ofBlocks, IReadOnlyList<TTransform> given) where TTransform : Transform
        => [.. ofBlocks.Reverse().DistinctBy(step => step.GetType()).Reverse().ExceptBy(given.Select(step => step.GetType()), step => step.GetType()), .. given];

    internal static FittedItems<TItem, TValue> Fit<TItem, TSource, TValue>(
        Block<TSource, TValue> block, IReadOnlyList<TSource> sources, SplitIndices splits, Func<int, string> nameOf, Func<TItem, TSource> get, string getName)
    {
        var fitted = block.Fit(new(sources, splits, nameOf) { Name = (get.Target as IColumnReader)?.Column });
        return new(
            index => fitted.Create(sources[index]), fitted.Codec,
            [.. fitted.Probes.Select(probe => new ShapeProbe<int>(probe.Type, index => probe.ShapeOf(sources[index]), probe.Fix))],
            item =>
            {
                var source = get(item) ?? throw Null<TSource>(getName);
                return fitted.Create(source) is { } value ? value : throw new InvalidOperationException(
                    $"{block.Name} makes nothing of '{source}', which it does not know. {Known(fitted.Codec)}Leave such items out, or give them without labels.");
            });
    }

    private static string Known(Codec codec) => codec.Vocabulary.Count > 0 ? $"Known classes: {string.Join(", ", codec.Vocabulary)}. " : "";

    private static InvalidOperationException Null<TSource>(string get)
        => new($"{get} returned null: expected a {typeof(TSource).Name}. Return one for every item, or leave such items out in getItems.");

    // Labelling reads no input, so every item is labelled at once: a label that cannot be made shows here, and not in an epoch.
    private static TSource[] Labels<TItem, TSource>(IReadOnlyList<TItem> items, Func<TItem, TSource> getY, Func<int, string> nameOf)
    {
        var labels = new TSource[items.Count];
        for (var index = 0; index < labels.Length; index++)
        {
            try
            {
                labels[index] = getY(items[index]);
            }
            catch (Exception e)
            {
                throw DataException.At("The labelling function (getY)", nameOf(index), index, null, e);
            }

            if (labels[index] is null)
                throw new DataException(
                    $"The labelling function (getY) returned null for item {index}, {nameOf(index)}: expected a {typeof(TSource).Name}. " +
                    "Return a label for every item, or leave such items out in getItems.")
                { Item = nameOf(index), Index = index, Stage = "getY" };
        }

        return labels;
    }

    private sealed class LazySources<TItem, TSource>(IReadOnlyList<TItem> items, Func<TItem, TSource> get) : IReadOnlyList<TSource>
    {
        public TSource this[int index] => get(items[index])
            ?? throw Null<TSource>("getX");

        public int Count => items.Count;
        public IEnumerator<TSource> GetEnumerator() => items.Select(get).GetEnumerator();
        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
