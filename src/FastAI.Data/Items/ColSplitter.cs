namespace FastAI;

/// <summary>Splits the rows of a table by one of its columns.</summary>
/// <param name="column">The column.</param>
/// <param name="on">The values of validation rows; without any, the column holds <c>true</c> or 1 for validation, <c>false</c> or 0 for training.</param>
/// <example><code>new ColSplitter()   new ColSplitter("set", "valid", "test")</code></example>
/// <remarks>fastai's <c>ColSplitter</c>. Values that no row has are an error here.</remarks>
public sealed class ColSplitter(string column = "is_valid", params IReadOnlyList<string> on) : Splitter<Row>
{
    /// <inheritdoc />
    /// <exception cref="DataException">There is no such column, or a row holds neither true nor false where that is expected.</exception>
    /// <exception cref="ArgumentException">No row has one of the values.</exception>
    public override SplitIndices Split(IReadOnlyList<Row> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        var positions = Enumerable.Range(0, items.Count).ToLookup(index => IsValid(items[index]));
        var absent = on.Except(items.Select(row => row[column])).ToArray();
        if (absent.Length > 0 && items.Count > 0)
            throw new ArgumentException(
                $"No row of {items[0].Table.Name} has '{string.Join("' or '", absent)}' in its column '{column}', which holds " +
                $"{string.Join(", ", items.Select(row => row[column] is { } text ? $"'{text}'" : "nothing").Distinct().Take(8))}: give the values of validation rows.");
        return new([.. positions[false]], [.. positions[true]]);
    }

    private bool IsValid(Row row) => on.Count == 0 ? row.Flag(column) : row[column] is { } text && on.Contains(text);
}
