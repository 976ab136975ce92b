namespace FastAI;

/// <summary>Divides items into training and validation.</summary>
/// <typeparam name="TItem">What an item is; a splitter that looks only at positions fits all of them, see <see cref="PositionSplitter"/>.</typeparam>
public abstract class Splitter<TItem>
{
    /// <summary>Positions of the training and of the validation items among <paramref name="items"/>.</summary>
    public abstract SplitIndices Split(IReadOnlyList<TItem> items);

    /// <summary>Fits a splitter that looks only at positions to any kind of item.</summary>
    public static implicit operator Splitter<TItem>(PositionSplitter splitter) => new OfPositions(splitter);

    private sealed class OfPositions(PositionSplitter splitter) : Splitter<TItem>
    {
        public override SplitIndices Split(IReadOnlyList<TItem> items) => splitter.SplitItems(items);
    }
}

/// <summary>Divides items into training and validation by their positions alone.</summary>
public abstract class PositionSplitter
{
    /// <summary>Positions of the training and of the validation items among <paramref name="count"/>.</summary>
    public abstract SplitIndices Split(int count);

    /// <summary>The split of items that are at hand; by their positions, unless a splitter can do better.</summary>
    internal virtual SplitIndices SplitItems<TItem>(IReadOnlyList<TItem> items) => Split(items.Count);
}
