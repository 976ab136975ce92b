using System.Globalization;
using Sylvan.Data.Csv;

namespace FastAI;

/// <summary>Reads tables from files of separated values; the one place that knows the package which does it.</summary>
internal static class CsvTable
{
    private const int LongestRecord = 1 << 26;

    public static Table Read(string path, CsvOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var name = Path.GetFileName(path);
        using var text = new StreamReader(path);
        try
        {
            using var reader = CsvDataReader.Create(text, new()
            {
                Delimiter = options.Delimiter ?? (Path.GetExtension(path).Equals(".tsv", StringComparison.OrdinalIgnoreCase) ? '\t' : ','),
                HasHeaders = options.HasHeader,
                HeaderComparer = StringComparer.Ordinal,
                Comment = '\0',                                              // a line may begin with any label, #na# too
                Culture = CultureInfo.InvariantCulture,
                MaxBufferSize = LongestRecord,
            });
            return Read(reader, name, options);
        }
        catch (CsvMissingHeadersException)
        {
            throw new DataException($"{path} is empty: a first line with the names of the columns is expected.") { Item = name, Stage = "Table.ReadCsv" };
        }
        catch (Exception e) when (e is CsvFormatException or CsvRecordTooLargeException or AmbiguousColumnException)
        {
            var row = e is CsvFormatException format ? $"row {format.RowNumber - 1} of " : "";
            throw new DataException(
                $"{row}{name} cannot be read: {e.Message} Fields that hold the separator, a quote or a line break have to stand in double quotes, a quote in them twice.", e)
            { Item = name, Stage = "Table.ReadCsv" };
        }
    }

    private static Table Read(CsvDataReader reader, string name, CsvOptions options)
    {
        var width = reader.FieldCount;
        var values = Enumerable.Range(0, width).Select(_ => new List<string?>()).ToArray();
        HashSet<string> missing = [.. options.Missing, ""];
        Dictionary<string, string> known = new(StringComparer.Ordinal);      // labels repeat: one text in memory for each
        var count = 0;
        for (; reader.Read(); count++)
        {
            if (reader.RowFieldCount != width)
                throw new DataException(
                    $"Row {count} of {name} has {reader.RowFieldCount} fields, and {(options.HasHeader ? "the header" : "the first row")} {width}. " +
                    "Each row needs as many; a field that holds the separator has to stand in double quotes.")
                { Item = $"row {count} of {name}", Index = count, Stage = "Table.ReadCsv" };

            for (var column = 0; column < width; column++) values[column].Add(missing.Contains(reader.GetString(column)) ? null : Once(known, reader.GetString(column)));
        }

        var names = Enumerable.Range(0, width).Select(column => options.HasHeader ? reader.GetName(column) : column.ToString(CultureInfo.InvariantCulture));
        return new(name, [.. names.Select((column, index) => new TextColumn(column, values[index]))], count);
    }

    private static string Once(Dictionary<string, string> known, string text)
    {
        if (known.TryGetValue(text, out var same)) return same;
        if (known.Count < 10_000) known.Add(text, text);
        return text;
    }
}
