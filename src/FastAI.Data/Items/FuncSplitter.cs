namespace FastAI;

/// <summary>Takes the items for validation for which a function says so.</summary>
/// <param name="isValid">True for a validation item.</param>
/// <typeparam name="TItem">What an item is.</typeparam>
public sealed class FuncSplitter<TItem>(Func<TItem, bool> isValid) : Splitter<TItem>
{
    /// <inheritdoc />
    /// <exception cref="DataException">The function fails; names the item.</exception>
    public override SplitIndices Split(IReadOnlyList<TItem> items)
    {
        List<int> train = [], valid = [];
        for (var index = 0; index < items.Count; index++) (IsValid(items[index], index) ? valid : train).Add(index);
        return new(train, valid);
    }

    private bool IsValid(TItem item, int index)
    {
        try
        {
            return isValid(item);
        }
        catch (Exception e)
        {
            throw DataException.At("The splitter's function", item?.ToString() ?? "null", index, null, e);
        }
    }
}
