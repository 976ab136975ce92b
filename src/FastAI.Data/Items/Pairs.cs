namespace FastAI;

/// <summary>Items that come with their labels.</summary>
public static class Pairs
{
    /// <summary>Two lists as one list of pairs, by position.</summary>
    /// <param name="items">The items, e.g. paths of files.</param>
    /// <param name="labels">The label of each.</param>
    /// <exception cref="DataException">One list is longer; names the first item without a label, or the first label without an item.</exception>
    /// <remarks>In place of fastai's <c>from_lists</c>, which cuts the longer list without a word.</remarks>
    public static IReadOnlyList<(TItem Item, TLabel Label)> Zip<TItem, TLabel>(IReadOnlyList<TItem> items, IReadOnlyList<TLabel> labels)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(labels);
        if (items.Count == labels.Count) return [.. items.Zip(labels)];

        var first = Math.Min(items.Count, labels.Count);
        var alone = items.Count > labels.Count ? $"The first item without a label is number {first}, {items[first]}" : $"The first label without an item is number {first}, {labels[first]}";
        throw new DataException(
            $"There are {items.Count} items and {labels.Count} labels. {alone}; if one is missing further up, every label after it belongs to another item. " +
            "Give one label for each item, or take the label from the item itself, getY: ParentLabel.")
        { Item = items.Count > labels.Count ? items[first]?.ToString() : null, Index = first, Stage = "Pairs.Zip" };
    }
}
