namespace FastAI;

/// <summary>Functions from a row to what it holds, for <c>getX</c> and <c>getY</c>.</summary>
/// <remarks>
/// fastai's <c>ColReader</c>, a function for each kind of value. For fields and members of other items, which there have <c>ItemGetter</c> and <c>AttrGetter</c>, a
/// lambda does: <c>(Person person) => person.Name</c>.
/// </remarks>
public static class ColReader
{
    /// <summary>The text of a column, with something before and after it: <c>ColReader.Text("id", "train/", ".jpg")</c>.</summary>
    /// <inheritdoc cref="Row.Text" path="/exception" />
    public static Func<Row, string> Text(string column, string prefix = "", string suffix = "")
        => new Reader<string>(column, row => $"{prefix}{row.Text(column)}{suffix}").Read;

    /// <summary>The path of a file in a folder whose name is in a column: <c>ColReader.File("fname", path, ".jpg")</c>.</summary>
    /// <inheritdoc cref="Row.Text" path="/exception" />
    public static Func<Row, string> File(string column, string folder, string suffix = "")
        => new Reader<string>(column, row => Path.Combine(folder, row.Text(column) + suffix)).Read;

    /// <inheritdoc cref="Row.Labels" />
    public static Func<Row, IReadOnlyCollection<string>> Labels(string column, string delimiter = " ")
        => new Reader<IReadOnlyCollection<string>>(column, row => row.Labels(column, delimiter)).Read;

    /// <inheritdoc cref="Row.Number" />
    public static Func<Row, double> Number(string column) => new Reader<double>(column, row => row.Number(column)).Read;

    /// <inheritdoc cref="Row.Integer" />
    public static Func<Row, int> Integer(string column) => new Reader<int>(column, row => row.Integer(column)).Read;

    /// <inheritdoc cref="Row.Numbers" />
    public static Func<Row, IReadOnlyList<double>> Numbers(params IReadOnlyList<string> columns)
        => new Reader<IReadOnlyList<double>>(string.Join(", ", columns), row => row.Numbers(columns)).Read;

    /// <inheritdoc cref="Row.Flags" />
    public static Func<Row, IReadOnlyList<bool>> Flags(params IReadOnlyList<string> columns)
        => new Reader<IReadOnlyList<bool>>(string.Join(", ", columns), row => row.Flags(columns)).Read;

    private sealed class Reader<T>(string column, Func<Row, T> read) : IColumnReader
    {
        public string Column => column;

        public T Read(Row row) => read(row);
    }
}

/// <summary>A function that reads a column says which, so that messages can name it.</summary>
internal interface IColumnReader
{
    string Column { get; }
}
