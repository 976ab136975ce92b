namespace FastAI.Parity;

/// <summary>Gives the positions of a case.</summary>
internal sealed class GivenSplitter<TItem>(IReadOnlyList<int> train, IReadOnlyList<int> valid) : Splitter<TItem>
{
    public override SplitIndices Split(IReadOnlyList<TItem> items) => new(train, valid);
}
