using System.Text;

namespace FastAI.Parity;

/// <summary>Makes tables of the columns of a case.</summary>
internal static class CsvTables
{
    public static Table Of(IReadOnlyList<(string Name, IReadOnlyList<string> Values)> columns)
    {
        using var folder = new ScratchFolder();
        var csv = new StringBuilder().AppendLine(Line(columns.Select(column => column.Name)));
        for (var row = 0; row < columns[0].Values.Count; row++) csv.AppendLine(Line(columns.Select(column => column.Values[row])));
        return Table.ReadCsv(folder.Write("table.csv", csv.ToString()));
    }

    private static string Line(IEnumerable<string> fields) => string.Join(',', fields.Select(field => $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\""));
}
