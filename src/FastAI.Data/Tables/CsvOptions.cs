namespace FastAI;

/// <summary>How a file of separated values is written.</summary>
public sealed record CsvOptions
{
    /// <summary>What stands between two fields; null for a comma, or a tab where the file's name ends in <c>.tsv</c>.</summary>
    public char? Delimiter { get; init; }

    /// <summary>Whether the first line names the columns; otherwise they are called <c>0</c>, <c>1</c>, ….</summary>
    public bool HasHeader { get; init; } = true;

    /// <summary>
    /// Texts that stand for a missing value, besides an empty field: <c>["NA", "?"]</c>. None by default, since a label may well be called NA; pandas takes
    /// eighteen such texts for missing.
    /// </summary>
    public IReadOnlyCollection<string> Missing { get; init; } = [];
}
