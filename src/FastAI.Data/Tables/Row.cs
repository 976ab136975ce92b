using System.Globalization;

namespace FastAI;

/// <summary>A row of a <see cref="Table"/>. Its values are asked for by column and kind; what is not of that kind is an error that names row, column and value.</summary>
/// <param name="Table">The table.</param>
/// <param name="Index">The row's position, counted from 0.</param>
public readonly record struct Row(Table Table, int Index)
{
    /// <summary>The value of a column as text; null where it is missing.</summary>
    /// <exception cref="DataException">There is no such column.</exception>
    public string? this[string column] => Find(column).Text(Index);

    /// <summary>Whether the value is missing: an empty field of a CSV file, a null, or not a number.</summary>
    /// <exception cref="DataException">There is no such column.</exception>
    public bool IsMissing(string column) => this[column] is null;

    /// <summary>A text.</summary>
    /// <exception cref="DataException">There is no such column, or the value is missing.</exception>
    public string Text(string column) => this[column] ?? throw Bad(column, "a text");

    /// <summary>A number.</summary>
    /// <exception cref="DataException">There is no such column, or the value is missing or no number.</exception>
    public double Number(string column) => Find(column).Number(Index) ?? throw Bad(column, "a number, with a point as in 12.5");

    /// <summary>A whole number.</summary>
    /// <exception cref="DataException">There is no such column, or the value is missing or no whole number of 32 bits.</exception>
    public int Integer(string column)
        => Find(column).Number(Index) is { } number && number == Math.Floor(number) && Math.Abs(number) <= int.MaxValue ? (int)number : throw Bad(column, "a whole number");

    /// <summary>A flag: <c>true</c> or <c>false</c> in any case, 1 or 0.</summary>
    /// <exception cref="DataException">There is no such column, or the value is missing or something else.</exception>
    public bool Flag(string column)
    {
        var value = Find(column);
        if (bool.TryParse(value.Text(Index), out var flag)) return flag;
        return value.Number(Index) switch { 0 => false, 1 => true, _ => throw Bad(column, "true or false, or 1 or 0") };
    }

    /// <summary>Several labels in one field, with something between them; none where the field is empty.</summary>
    /// <param name="column">The column.</param>
    /// <param name="delimiter">What stands between two labels.</param>
    /// <exception cref="DataException">There is no such column.</exception>
    public IReadOnlyList<string> Labels(string column, string delimiter = " ")
    {
        ArgumentException.ThrowIfNullOrEmpty(delimiter);
        return this[column] is { Length: > 0 } text ? text.Split(delimiter) : [];
    }

    /// <summary>The numbers of several columns.</summary>
    /// <exception cref="DataException">There is no such column, or a value is missing or no number.</exception>
    public IReadOnlyList<double> Numbers(params IReadOnlyList<string> columns) => [.. columns.Select(Number)];

    /// <summary>The flags of several columns.</summary>
    /// <exception cref="DataException">There is no such column, or a value is missing or no flag.</exception>
    public IReadOnlyList<bool> Flags(params IReadOnlyList<string> columns) => [.. columns.Select(Flag)];

    /// <summary>The row's name: <c>row 5 of train.csv</c>, counted from 0.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"row {Index} of {Table?.Name}");

    private TableColumn Find(string column)
    {
        if (Table.Find(column) is { } found) return found;

        var hint = Table.Columns is [var only] && only.IndexOfAny([';', '\t', '|', ',']) is >= 0 and var at
            ? $" It seems that the columns are separated by '{only[at]}': ReadCsv(path, new() {{ Delimiter = '{(only[at] == '\t' ? "\\t" : only[at])}' }})."
            : Table.Columns.FirstOrDefault(name => name.Trim().Equals(column.Trim(), StringComparison.OrdinalIgnoreCase)) is { } near ? $" Is '{near}' meant?" : "";
        throw new DataException($"There is no column '{column}' in {this}. The columns are {string.Join(", ", Table.Columns.Select(name => $"'{name}'"))}.{hint}")
        { Item = ToString(), Index = Index, Stage = $"column '{column}'" };
    }

    private DataException Bad(string column, string expected)
    {
        var found = this[column] is { } text ? $"holds '{text}'" : "holds nothing";
        var fix = this[column] is null
            ? "Leave such rows out in getItems, or say what stands for nothing: row.IsMissing(column) ? … : …."
            : "Correct the file, ask for another kind, or, if this stands for a missing value, say so where the file is read (CsvOptions.Missing).";
        return new($"Column '{column}' of {this} {found}: expected {expected}. {fix} The columns are {string.Join(", ", Table.Columns.Select(name => $"'{name}'"))}.")
        { Item = ToString(), Index = Index, Stage = $"column '{column}'" };
    }
}
