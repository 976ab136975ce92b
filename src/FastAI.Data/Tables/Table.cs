using System.Collections;
using Microsoft.Data.Analysis;

namespace FastAI;

/// <summary>
/// Rows with named columns, in memory: what a CSV or Parquet file or a data frame holds. It is a list of <see cref="Row"/>s, so it can be the items of a data block.
/// </summary>
public sealed class Table : IReadOnlyList<Row>
{
    private readonly Dictionary<string, TableColumn> _byName = new(StringComparer.Ordinal);

    internal Table(string name, IReadOnlyList<TableColumn> columns, int count)
    {
        foreach (var column in columns)
            if (!_byName.TryAdd(column.Name, column))
                throw new DataException($"{name} has two columns called '{column.Name}': give each a name of its own.") { Item = name, Stage = "Table" };
        (Name, Columns, Count) = (name, [.. columns.Select(column => column.Name)], count);
    }

    /// <summary>The name of the file, for messages.</summary>
    public string Name { get; }

    /// <summary>The names of the columns, in their order.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>Number of rows, a header not counted.</summary>
    public int Count { get; }

    /// <summary>The row at a position, counted from 0.</summary>
    public Row this[int index] => index >= 0 && index < Count ? new(this, index)
        : throw new ArgumentOutOfRangeException(nameof(index), index, $"{Name} has {Count} rows, numbered from 0: there is no row {index}.");

    /// <summary>Reads a file of comma separated values; see <see cref="CsvOptions"/> for other forms.</summary>
    /// <param name="path">The file, in UTF-8 or with a byte order mark.</param>
    /// <param name="options">How the file is written; with commas, and <c>.tsv</c> with tabs, unless given.</param>
    /// <exception cref="DataException">A row has more or fewer fields than the header, or cannot be read; names it.</exception>
    /// <exception cref="IOException">The file is missing or cannot be opened.</exception>
    public static Table ReadCsv(string path, CsvOptions? options = null) => CsvTable.Read(path, options ?? new());

    /// <summary>Reads a Parquet file. Columns of lists, groups or bytes are left out, with a warning. Days and times become texts, <c>2024-02-29T12:30:00</c>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="DataException">It is no Parquet file, or damaged.</exception>
    /// <exception cref="IOException">The file is missing or cannot be opened.</exception>
    public static Task<Table> ReadParquetAsync(string path, CancellationToken cancellationToken = default) => ParquetTable.ReadAsync(path, cancellationToken);

    /// <summary>Takes the rows of a data frame.</summary>
    /// <param name="frame">The data frame; it is copied.</param>
    /// <param name="name">What it is called in messages.</param>
    public static Table From(DataFrame frame, string name = "the data frame") => DataFrameTable.From(frame, name);

    /// <inheritdoc />
    public IEnumerator<Row> GetEnumerator()
    {
        for (var index = 0; index < Count; index++) yield return new(this, index);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The name, and how many rows there are.</summary>
    public override string ToString() => $"{Name} ({Count} rows)";

    internal TableColumn? Find(string column) => _byName.GetValueOrDefault(column);
}
