namespace FastAI.Tests.Blocks;

/// <summary>Tables made in a test.</summary>
internal static class Tables
{
    public static Table Of(string name, params (string Column, IReadOnlyList<string?> Values)[] columns)
        => new(name, [.. columns.Select(column => new TextColumn(column.Column, column.Values))], columns[0].Values.Count);
}
