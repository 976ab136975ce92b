namespace FastAI;

/// <content>Data sets without a data block around them.</content>
public static partial class Datasets
{
    /// <summary>Data sets of items at hand, whose input is made from the item itself.</summary>
    /// <inheritdoc cref="Create{TItem, TXSource, TX, TYSource, TY}" />
    public static Datasets<TX, TY> Create<TItem, TX, TYSource, TY>(
        IEnumerable<TItem> items, SplitIndices splits, Block<TItem, TX> x, Block<TYSource, TY> y, Func<TItem, TYSource> getY,
        IReadOnlyList<ItemTransform>? itemTfms = null, IReadOnlyList<BatchTransform>? batchTfms = null)
        => Create(items, splits, x, y, item => item, getY, itemTfms, batchTfms);

    /// <summary>Data sets of items at hand and a split that is known: what a <see cref="DataBlock"/> makes of a source, without the description.</summary>
    /// <param name="items">The items.</param>
    /// <param name="splits">Positions of the training and of the validation items, e.g. of <c>new RandomSplitter(0.2).Split(count)</c>; an item may be in neither.</param>
    /// <param name="x">What the input is.</param>
    /// <param name="y">What the target is.</param>
    /// <param name="getX">From an item to what the input is made from.</param>
    /// <param name="getY">From an item to what the target is made from.</param>
    /// <param name="itemTfms">Steps for items, after those that the blocks bring.</param>
    /// <param name="batchTfms">Steps for batches, likewise.</param>
    /// <exception cref="DataException">A label cannot be made or is unknown to training, there is nothing to train on, …; names the item.</exception>
    /// <remarks>fastai's <c>Datasets</c>; <c>datasets.Train[0]</c> is a sample, <see cref="Load{TX, TY}"/> makes loaders.</remarks>
    public static Datasets<TX, TY> Create<TItem, TXSource, TX, TYSource, TY>(
        IEnumerable<TItem> items, SplitIndices splits, Block<TXSource, TX> x, Block<TYSource, TY> y, Func<TItem, TXSource> getX, Func<TItem, TYSource> getY,
        IReadOnlyList<ItemTransform>? itemTfms = null, IReadOnlyList<BatchTransform>? batchTfms = null)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(splits);
        var block = DataBlock.OfItems(x, y, getX, getY, new FuncSplitter<TItem>(_ => false), itemTfms, batchTfms);
        return block.Parts.Over(items as IReadOnlyList<TItem> ?? [.. items], splits, "The split");
    }
}
