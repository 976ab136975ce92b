namespace FastAI;

/// <summary>Takes the last items for validation, or the first: for items in the order of time.</summary>
/// <param name="validPct">Share of the items, above 0 and below 1; the number is rounded down.</param>
/// <param name="validLast">Whether the last ones are taken; otherwise the first.</param>
/// <remarks>fastai's <c>EndSplitter</c>, which takes all items for validation where the number rounds to 0; here all are then for training.</remarks>
public sealed class EndSplitter(double validPct = 0.2, bool validLast = true) : PositionSplitter
{
    private readonly double _validPct = validPct > 0 && validPct < 1 ? validPct
        : throw new ArgumentOutOfRangeException(nameof(validPct), validPct, $"validPct is {validPct}, and has to be above 0 and below 1, as 0.2.");

    /// <inheritdoc />
    public override SplitIndices Split(int count)
    {
        var valid = (int)(_validPct * count);
        var cut = validLast ? count - valid : valid;
        int[] front = [.. Enumerable.Range(0, cut)], end = [.. Enumerable.Range(cut, count - cut)];
        return validLast ? new(front, end) : new(end, front);
    }
}
