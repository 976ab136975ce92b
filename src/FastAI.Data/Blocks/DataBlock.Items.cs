namespace FastAI;

/// <content>Blocks whose source is the items themselves.</content>
public static partial class DataBlock
{
    /// <summary>A block over items that are at hand, whose input is made from the item itself.</summary>
    /// <inheritdoc cref="OfItems{TItem, TXSource, TX, TYSource, TY}" />
    public static DataBlock<IEnumerable<TItem>, TItem, TX, TY> OfItems<TItem, TX, TYSource, TY>(
        Block<TItem, TX> x, Block<TYSource, TY> y, Func<TItem, TYSource> getY, Splitter<TItem>? splitter = null,
        IReadOnlyList<ItemTransform>? itemTfms = null, IReadOnlyList<BatchTransform>? batchTfms = null)
        => Create(x, y, (IEnumerable<TItem> items) => All(items), item => item, getY, splitter, itemTfms, batchTfms);

    /// <summary>A block over items that are at hand: a list of records, a <see cref="Table"/>, whatever can be gone through.</summary>
    /// <param name="x">What the input is.</param>
    /// <param name="y">What the target is.</param>
    /// <param name="getX">From an item to what the input is made from. Write the item's type, <c>(Row row) => …</c>, or give a function that has it.</param>
    /// <param name="getY">From an item to what the target is made from, e.g. its label.</param>
    /// <param name="splitter">Divides the items; a fifth of them for validation, drawn with a fixed seed, unless given.</param>
    /// <param name="itemTfms">Steps for items.</param>
    /// <param name="batchTfms">Steps for batches.</param>
    public static DataBlock<IEnumerable<TItem>, TItem, TX, TY> OfItems<TItem, TXSource, TX, TYSource, TY>(
        Block<TXSource, TX> x, Block<TYSource, TY> y, Func<TItem, TXSource> getX, Func<TItem, TYSource> getY, Splitter<TItem>? splitter = null,
        IReadOnlyList<ItemTransform>? itemTfms = null, IReadOnlyList<BatchTransform>? batchTfms = null)
        => Create(x, y, (IEnumerable<TItem> items) => All(items), getX, getY, splitter, itemTfms, batchTfms);

    /// <summary>A block over items that come with their labels; two lists become such pairs by <see cref="Pairs.Zip"/>.</summary>
    /// <param name="x">What the input is.</param>
    /// <param name="y">What the target is.</param>
    /// <param name="splitter">Divides the pairs; a fifth of them for validation, drawn with a fixed seed, unless given.</param>
    /// <param name="itemTfms">Steps for items.</param>
    /// <param name="batchTfms">Steps for batches.</param>
    public static DataBlock<IEnumerable<(TXSource Item, TYSource Label)>, (TXSource Item, TYSource Label), TX, TY> OfPairs<TXSource, TX, TYSource, TY>(
        Block<TXSource, TX> x, Block<TYSource, TY> y, Splitter<(TXSource Item, TYSource Label)>? splitter = null,
        IReadOnlyList<ItemTransform>? itemTfms = null, IReadOnlyList<BatchTransform>? batchTfms = null)
        => OfItems(x, y, ((TXSource Item, TYSource Label) pair) => pair.Item, pair => pair.Label, splitter, itemTfms, batchTfms);

    private static IReadOnlyList<TItem> All<TItem>(IEnumerable<TItem> items) => items as IReadOnlyList<TItem> ?? [.. items];
}
