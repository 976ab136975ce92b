using System.Text.Json;

namespace FastAI.Parity;

/// <summary>Files, labels of files and columns of tables, in the suite <c>data</c>.</summary>
internal static class ItemOps
{
    private static readonly string[] s_textExtensions = [".txt"];

    [Op("data.get_files")]
    private static OpResult GetFiles(ParityCase test)
    {
        using var folder = new ScratchFolder();
        foreach (var file in test.InTexts("files")) folder.Write(file, "");
        var folders = test.Has("folders") ? CaseValues.Texts(test.Arg("folders")) : null;
        var recurse = test.Flag("recurse") ?? true;

        var found = test.Word("kind") switch
        {
            "images" => ItemFiles.GetImageFiles(folder.Path, recurse, folders),
            "text" or "texts" => ItemFiles.GetFiles(folder.Path, s_textExtensions, recurse, folders),
            "files" => ItemFiles.GetFiles(folder.Path, test.Has("extensions") ? CaseValues.Texts(test.Arg("extensions")) : null, recurse, folders),
            var other => throw new UnknownOptionException($"No kind {other}."),
        };

        return new(("selected", found.Select(file => Path.GetRelativePath(folder.Path, file).Replace('\\', '/')).Order(StringComparer.Ordinal)));
    }

    [Op("data.parent_label")]
    private static OpResult ParentLabel(ParityCase test) => new(("label", Labellers.ParentLabel(test.In("path").GetString()!)));

    [Op("data.regex_label")]
    private static OpResult RegexLabel(ParityCase test)
    {
        // The reference looks at the path alone, from its start where it is to match. Here a pattern is tried on the name first, so one that is meant for the path
        // has to ask for a folder; in an item without folders the name is the path.
        var (start, pattern) = (test.Flag("match") == true ? "^" : "^(?s:.*?)", test.Word("pat"));
        var (ofPath, ofName) = (Labellers.RegexLabeller($"^(?=.*/){start}(?:{pattern})"), Labellers.RegexLabeller($"{start}(?:{pattern})"));

        return new(("labels", test.InTexts("items").Select(item => OpResult.OrRaised(() => (item.Contains('/') ? ofPath : ofName)(item))).ToArray()));
    }

    [Op("data.col_reader")]
    private static OpResult Columns(ParityCase test)
    {
        var rows = test.In("rows").EnumerateArray().ToArray();
        var table = CsvTables.Of(
            [.. rows[0].EnumerateObject().Select(column => (column.Name, (IReadOnlyList<string>)[.. rows.Select(row => row.GetProperty(column.Name).ToString())]))]);
        var (before, after) = (test.Text("pref") ?? "", test.Text("suff") ?? "");
        string[] columns = [.. CaseValues.Texts(test.Arg("cols")).Select(name => test.Arg("cols").ValueKind == JsonValueKind.Number ? table.Columns[int.Parse(name)] : name)];

        IEnumerable<object> Read(string column) => test.Text("label_delim") is { } delimiter
            ? table.Select(ColReader.Labels(column, delimiter))
            : table.Select(ColReader.Text(column, before, after));
        object[][] values = [.. columns.Select(column => Read(column).ToArray())];
        return new(("values", test.Arg("cols").ValueKind == JsonValueKind.Array
            ? Enumerable.Range(0, rows.Length).Select(row => values.Select(column => column[row]).ToArray()).ToArray()
            : values[0]));
    }
}
