namespace FastAI;

/// <summary>Takes the items for validation that a list marks.</summary>
/// <param name="isValid">For each item whether it is for validation, in the order of the items.</param>
public sealed class MaskSplitter(IReadOnlyList<bool> isValid) : PositionSplitter
{
    /// <inheritdoc />
    /// <exception cref="ArgumentException">There are more or fewer marks than items. (fastai takes items without a mark for training.)</exception>
    public override SplitIndices Split(int count)
    {
        if (isValid.Count != count)
            throw new ArgumentException($"There are {isValid.Count} marks and {count} items: MaskSplitter needs one mark for each item.");

        var positions = Enumerable.Range(0, count).ToLookup(index => isValid[index]);
        return new([.. positions[false]], [.. positions[true]]);
    }
}
