namespace FastAI;

/// <summary>Takes the items for validation for which a function says so.</summary>
/// <param name="isValid">True for a validation item.</param>
/// <typeparam name="TItem">What an item is.</typeparam>
public sealed class FuncSplitter<TItem>(Func<TItem, bool> isValid) : Splitter<TItem>
{
    /// <inheritdoc />
    public override SplitIndices Split(IReadOnlyList<TItem> items)
    {
        List<int> train = [], valid = [];
        for (var index = 0; index < items.Count; index++) (isValid(items[index]) ? valid : train).Add(index);
        return new(train, valid);
    }
}
