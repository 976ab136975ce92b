using Microsoft.Data.Analysis;
using Parquet;
using Parquet.Schema;
using Xunit;

namespace FastAI.Tests.Blocks;

public sealed class TableTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_csv_file_is_a_list_of_rows()
    {
        var table = Csv("name,age,tags\nAnn,41.5,\"a,b\"\n\"Bob \"\"B\"\"\",,#x\n");

        Assert.Equal(["name", "age", "tags"], table.Columns);
        Assert.Equal(2, table.Count);
        Assert.Equal(("Ann", 41.5, "a,b"), (table[0].Text("name"), table[0].Number("age"), table[0]["tags"]));
        Assert.Equal(("Bob \"B\"", true, "#x"), (table[1].Text("name"), table[1].IsMissing("age"), table[1]["tags"]));
        Assert.Equal("row 1 of train.csv", table[1].ToString());
        Assert.Equal("train.csv (2 rows)", table.ToString());
    }

    [Fact]
    public void A_line_may_begin_with_any_character()
        => Assert.Equal(["#na#", "b"], Csv("label,n\n#na#,1\nb,2\n").Select(row => row.Text("label")));

    [Fact]
    public void A_missing_value_is_named()
    {
        var error = Assert.Throws<DataException>(() => Csv("name,age\nAnn,\n")[0].Number("age"));

        Assert.All(["'age'", "row 0 of train.csv", "nothing", "'name', 'age'", "IsMissing"], token => Assert.Contains(token, error.Message));
        Assert.Equal(("row 0 of train.csv", 0, "column 'age'"), (error.Item, error.Index, error.Stage));
    }

    [Theory, InlineData("1,5"), InlineData("NA"), InlineData("twelve")]
    public void What_is_no_number_is_named(string value)
    {
        var error = Assert.Throws<DataException>(() => Csv($"name,age\nAnn,\"{value}\"\n")[0].Number("age"));

        Assert.All(["'age'", "row 0 of train.csv", $"'{value}'", "a number", "CsvOptions.Missing"], token => Assert.Contains(token, error.Message));
    }

    [Fact]
    public void Texts_for_missing_values_are_said()
        => Assert.True(Csv("name,age\nAnn,NA\n", new() { Missing = ["NA"] })[0].IsMissing("age"));

    [Fact]
    public void A_column_that_there_is_not_is_named_with_those_that_there_are()
    {
        var error = Assert.Throws<DataException>(() => Csv("name,Age\nAnn,3\n")[0].Number("age"));

        Assert.All(["'age'", "row 0 of train.csv", "'name', 'Age'", "Is 'Age' meant?"], token => Assert.Contains(token, error.Message));
    }

    [Fact]
    public void A_separator_that_is_another_is_suggested()
    {
        var error = Assert.Throws<DataException>(() => Csv("name;age\nAnn;3\n")[0].Number("age"));

        Assert.Contains("Delimiter = ';'", error.Message);
        Assert.Equal(3, Csv("name;age\nAnn;3\n", new() { Delimiter = ';' })[0].Number("age"));
    }

    [Theory, InlineData("Ann", 1), InlineData("Ann,3,4", 3)]
    public void A_row_of_another_length_is_named(string row, int fields)
    {
        var error = Assert.Throws<DataException>(() => Csv($"name,age\nBob,1\n{row}\n"));

        Assert.All(["Row 1 of train.csv", $"{fields} fields", "the header 2"], token => Assert.Contains(token, error.Message));
    }

    [Fact]
    public void A_quote_without_end_is_an_error_that_names_the_file()
        => Assert.Contains("train.csv", Assert.Throws<DataException>(() => Csv("name,age\nBob,1\n\"Ann,2\n")).Message);

    [Fact]
    public void A_column_twice_is_refused()
        => Assert.Contains("'age'", Assert.Throws<DataException>(() => Csv("age,age\n1,2\n")).Message);

    [Fact]
    public void An_empty_file_is_refused()
        => Assert.Contains("empty", Assert.Throws<DataException>(() => Csv("")).Message);

    [Fact]
    public void A_file_without_header_numbers_its_columns()
        => Assert.Equal("3", Csv("Ann,3\n", new() { HasHeader = false })[0].Text("1"));

    [Theory, InlineData("true", true), InlineData("False", false), InlineData("1", true), InlineData("0", false)]
    public void Flags_are_read_in_their_usual_forms(string text, bool flag) => Assert.Equal(flag, Csv($"f,n\n{text},1\n")[0].Flag("f"));

    [Theory, InlineData("1.5"), InlineData("yes"), InlineData("3000000000")]
    public void A_whole_number_is_one_of_32_bits(string text)
        => Assert.Contains($"'{text}'", Assert.Throws<DataException>(() => Csv($"f,n\n{text},1\n")[0].Integer("f")).Message);

    [Fact]
    public void Several_columns_are_read_at_once()
    {
        var row = Csv("a,b,c\n1,0,2.5\n")[0];

        Assert.Equal([2.5, 1], row.Numbers("c", "a"));
        Assert.Equal([true, false], row.Flags("a", "b"));
        Assert.Equal([1d, 0], ColReader.Numbers("a", "b")(row));
        Assert.Equal(1, ColReader.Integer("a")(row));
        Assert.Equal([true], ColReader.Flags("a")(row));
    }

    [Fact]
    public void A_file_in_a_folder_is_a_path()
        => Assert.Equal(Path.Combine("d", "train", "7.jpg"), ColReader.File("id", Path.Combine("d", "train"), ".jpg")(Csv("id,n\n7,1\n")[0]));

    [Fact]
    public async Task A_parquet_file_keeps_its_types()
    {
        var file = _folder.File("t.parquet");
        var token = TestContext.Current.CancellationToken;
        DataField<string> name = new("name");
        DataField<double?> age = new("age");
        DataField<long> id = new("id");
        DataField<bool> ok = new("ok");
        DataField<DateTime> day = new("day");
        await using (var stream = File.Create(file))
        await using (var writer = await ParquetWriter.CreateAsync(new(name, age, id, ok, day), stream, cancellationToken: token))
        {
            for (var group = 0; group < 2; group++)
            {
                using var rows = writer.CreateRowGroup();
                await rows.WriteAsync(name, (string[])["Ann", null!]);
                await rows.WriteAsync<double>(age, new double?[] { 41.5, null }.AsMemory(), cancellationToken: token);
                await rows.WriteAsync<long>(id, new[] { 9007199254740993, 2 }.AsMemory(), cancellationToken: token);
                await rows.WriteAsync<bool>(ok, new[] { true, false }.AsMemory(), cancellationToken: token);
                await rows.WriteAsync<DateTime>(day, new DateTime[] { new(2024, 2, 29, 0, 0, 0, DateTimeKind.Utc), new(2024, 3, 1, 12, 30, 0, DateTimeKind.Utc) }.AsMemory(), cancellationToken: token);
            }
        }

        var table = await Table.ReadParquetAsync(file, token);

        Assert.Equal(4, table.Count);
        Assert.Equal(["name", "age", "id", "ok", "day"], table.Columns);
        Assert.Equal(("Ann", 41.5, "9007199254740993", true), (table[2].Text("name"), table[2].Number("age"), table[2].Text("id"), table[2].Flag("ok")));
        Assert.True(table[3].IsMissing("name") && table[3].IsMissing("age") && !table[3].Flag("ok"));
        Assert.Equal("2024-02-29", table[0].Text("day"));
        Assert.StartsWith("2024-03-01T12:30:00", table[1].Text("day"));
    }

    [Fact]
    public async Task A_file_that_is_no_parquet_file_says_so()
    {
        File.WriteAllText(_folder.File("t.parquet"), "name,age\nAnn,3\n");

        var error = await Assert.ThrowsAsync<DataException>(() => Table.ReadParquetAsync(_folder.File("t.parquet"), TestContext.Current.CancellationToken));

        Assert.Contains("t.parquet", error.Message);
    }

    [Fact]
    public void A_data_frame_keeps_its_types()
    {
        var frame = new DataFrame(
            new StringDataFrameColumn("name", ["Ann", null]), new PrimitiveDataFrameColumn<float>("age", new float?[] { 1.5f, null }),
            new BooleanDataFrameColumn("ok", [true, false]), new Int32DataFrameColumn("n", [3, 4]));

        var table = Table.From(frame);

        Assert.Equal(["name", "age", "ok", "n"], table.Columns);
        Assert.Equal(("Ann", 1.5, true, 4), (table[0].Text("name"), table[0].Number("age"), table[0].Flag("ok"), table[1].Integer("n")));
        Assert.True(table[1].IsMissing("name") && table[1].IsMissing("age"));
        Assert.Equal("row 1 of the data frame", table[1].ToString());
    }

    [Fact]
    public void Rows_are_items_of_a_data_block()
    {
        var table = Csv("name,age,grade\n" + string.Concat(Enumerable.Range(0, 10).Select(i => $"p{i},{i},{i % 3}\n")));
        var block = DataBlock.OfItems(new RegressionBlock(), new CategoryBlock<int>(), ColReader.Number("age"), ColReader.Integer("grade"), new EndSplitter());

        var datasets = block.Datasets(table);

        Assert.Equal(["0", "1", "2"], datasets.YCodec.Vocabulary);
        Assert.Equal("row 3 of train.csv", datasets.Train.NameOf(3));
    }

    [Fact]
    public void A_label_that_is_missing_names_its_row_when_the_loaders_are_built()
    {
        var table = Csv("age,grade\n1,a\n2,\n3,b\n4,a\n5,b\n");
        var block = DataBlock.OfItems(new RegressionBlock(), new CategoryBlock(), ColReader.Number("age"), ColReader.Text("grade"), new EndSplitter());

        Assert.Contains("row 1 of train.csv", Assert.Throws<DataException>(() => block.Datasets(table)).Message);
    }

    private Table Csv(string text, CsvOptions? options = null)
    {
        File.WriteAllText(_folder.File("train.csv"), text);
        return Table.ReadCsv(_folder.File("train.csv"), options);
    }
}
