using Xunit;

namespace FastAI.Tests.Blocks;

public class ColReaderParityTests
{
    private const string Suite = "data";

    public static TheoryData<string> Cases => ParityCases.Of(Suite, "data.col_reader");

    [Theory, MemberData(nameof(Cases))]
    public void Readers_of_columns_agree(string id)
    {
        var test = ParityCases.Get(Suite, id);
        var rows = test.In("rows").EnumerateArray().ToArray();
        var table = Tables.Of("t.csv", [.. rows[0].EnumerateObject().Select(column => (column.Name, (IReadOnlyList<string?>)[.. rows.Select(row => row.GetProperty(column.Name).ToString())]))]);
        var column = test.Text("cols")!;

        var values = test.Text("label_delim") is { } delimiter
            ? table.Select(ColReader.Labels(column, delimiter)).Cast<object>()
            : table.Select(ColReader.Text(column, test.Text("pref") ?? "", test.Text("suff") ?? ""));

        test.AssertOut(("values", values));
    }
}
