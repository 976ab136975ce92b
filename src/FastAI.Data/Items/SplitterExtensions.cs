namespace FastAI;

/// <summary>Fits splitters to other items.</summary>
public static class SplitterExtensions
{
    /// <summary>Splits items by something that they lead to: rows of a table by the path in one of their columns.</summary>
    /// <param name="splitter">Splits what the items lead to.</param>
    /// <param name="select">From an item to what is split by.</param>
    /// <example><code>new GrandparentSplitter().Over((Row row) => row.Text("file"))</code></example>
    public static Splitter<TItem> Over<TItem, TInner>(this Splitter<TInner> splitter, Func<TItem, TInner> select)
    {
        ArgumentNullException.ThrowIfNull(splitter);
        ArgumentNullException.ThrowIfNull(select);
        return new Selected<TItem, TInner>(splitter, select);
    }

    private sealed class Selected<TItem, TInner>(Splitter<TInner> splitter, Func<TItem, TInner> select) : Splitter<TItem>
    {
        public override SplitIndices Split(IReadOnlyList<TItem> items) => splitter.Split([.. items.Select(select)]);
    }
}
