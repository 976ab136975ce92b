namespace FastAI;

/// <summary>Takes the items at given positions for validation, all others for training.</summary>
/// <param name="validIndices">Positions from 0, each once.</param>
public sealed class IndexSplitter(IEnumerable<int> validIndices) : PositionSplitter
{
    private readonly int[] _valid = [.. validIndices];

    /// <inheritdoc />
    /// <exception cref="ArgumentException">A position occurs twice, or there is no such item. (fastai lets both pass.)</exception>
    public override SplitIndices Split(int count)
    {
        var isValid = new bool[count];
        foreach (var index in _valid)
        {
            if (index < 0 || index >= count)
                throw new ArgumentException($"Position {index} cannot be taken for validation: there are {count} items, numbered from 0 to {count - 1}.");
            if (isValid[index])
                throw new ArgumentException($"Position {index} is given twice for validation: give each once.");
            isValid[index] = true;
        }

        return new([.. Enumerable.Range(0, count).Where(index => !isValid[index])], _valid);
    }
}
