namespace FastAI;

/// <summary>Which part of the data a sample belongs to.</summary>
public enum Split
{
    /// <summary>Items that the model is fitted to.</summary>
    Train,

    /// <summary>Items that are only looked at, to measure.</summary>
    Valid,
}

/// <summary>Positions of the items of each split.</summary>
/// <param name="Train">Positions of the training items, in the order in which they are numbered.</param>
/// <param name="Valid">Positions of the validation items.</param>
public sealed record SplitIndices(IReadOnlyList<int> Train, IReadOnlyList<int> Valid)
{
    /// <summary>The positions of one split.</summary>
    public IReadOnlyList<int> this[Split split] => split == Split.Train ? Train : Valid;
}
