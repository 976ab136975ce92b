using System.Text.Json;
using Xunit;

namespace FastAI.Tests.Blocks;

/// <summary>The splitters of the suite <c>data</c>, but for those that draw from Python's own generators.</summary>
[NoTensorLeaks]
public class SplitterParityTests
{
    private const string Suite = "data";

    public static TheoryData<string> RandomSubsetCases => ParityCases.Of(Suite, "data.random_subset_splitter");

    // Left out on purpose: where the share is no item at all, the reference takes all of them for validation.
    public static TheoryData<string> EndCases => ParityCases.Of(Suite, "data.end_splitter", except: "data.end_splitter.too-few");

    public static TheoryData<string> GrandparentCases => ParityCases.Of(Suite, "data.grandparent_splitter");

    public static TheoryData<string> MaskCases => ParityCases.Of(Suite, "data.mask_splitter");

    public static TheoryData<string> FileCases => ParityCases.Of(Suite, "data.file_splitter");

    public static TheoryData<string> ColCases => ParityCases.Of(Suite, "data.col_splitter");

    public static TheoryData<string> TrainTestCases => ParityCases.Of(Suite, "data.train_test_splitter");

    public static TheoryData<string> StratifiedCases => ParityCases.Of(Suite, "data.stratified_splitter");

    [Theory, MemberData(nameof(RandomSubsetCases))]
    public void RandomSubsetSplitter_agrees(string id)
    {
        var test = ParityCases.Get(Suite, id);

        AssertSplit(test, () => new RandomSubsetSplitter(
            test.Number("train_sz")!.Value, test.Number("valid_sz")!.Value, test.Integer("seed")!.Value).Split(test.Integer("n")!.Value));
    }

    [Theory, MemberData(nameof(EndCases))]
    public void EndSplitter_agrees(string id)
    {
        var test = ParityCases.Get(Suite, id);

        AssertSplit(test, () => new EndSplitter(test.Number("valid_pct")!.Value, test.Flag("valid_last")!.Value).Split(test.Integer("n")!.Value));
    }

    [Theory, MemberData(nameof(GrandparentCases))]
    public void GrandparentSplitter_agrees(string id)
    {
        var test = ParityCases.Get(Suite, id);
        var splitter = test.Arg("train_name").ValueKind == JsonValueKind.Undefined
            ? new GrandparentSplitter()
            : new GrandparentSplitter(Texts(test.Arg("train_name")), Texts(test.Arg("valid_name")));

        AssertSplit(test, () => splitter.Split(Texts(test.In("paths"))));
    }

    [Theory, MemberData(nameof(MaskCases))]
    public void MaskSplitter_agrees(string id)
    {
        var test = ParityCases.Get(Suite, id);
        bool[] mask = [.. test.In("mask").EnumerateArray().Select(flag => flag.GetBoolean())];

        AssertSplit(test, () => new MaskSplitter(mask).Split(mask.Length));
    }

    [Theory, MemberData(nameof(FileCases))]
    public void FileSplitter_agrees(string id)
    {
        var test = ParityCases.Get(Suite, id);
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("valid.txt"), test.In("text").GetString());

        AssertSplit(test, () => new FileSplitter(folder.File("valid.txt")).Split(Texts(test.In("paths"))));
    }

    [Theory, MemberData(nameof(ColCases))]
    public void ColSplitter_agrees(string id)
    {
        var test = ParityCases.Get(Suite, id);
        var table = Tables.Of("t.csv", [.. test.In("columns").EnumerateObject().Select(column => (column.Name, Texts(column.Value)))]);
        var on = test.Arg("on").ValueKind == JsonValueKind.Undefined ? [] : Texts(test.Arg("on"));

        AssertSplit(test, () => (test.Text("col") is { } column ? new ColSplitter(column, on) : new ColSplitter()).Split(table));
    }

    [Theory, MemberData(nameof(TrainTestCases))]
    public void TrainTestSplitter_agrees(string id)
    {
        var test = ParityCases.Get(Suite, id);
        var size = test.Number("test_size")!.Value;

        AssertSplit(test, () => (size < 1 ? new TrainTestSplitter(size, shuffle: false) : new TrainTestSplitter((int)size, shuffle: false)).Split(test.Integer("n")!.Value));
    }

    [Theory, MemberData(nameof(StratifiedCases))]
    public void Stratified_splits_agree(string id)
    {
        var test = ParityCases.Get(Suite, id);
        int[] labels = [.. test.In("stratify").EnumerateArray().Select(label => label.GetInt32())];

        var split = TrainTestSplitter.Stratified((int label) => label, test.Number("test_size")!.Value).Split(labels);

        int[] Counts(IReadOnlyList<int> indices) => [.. labels.Distinct().Order().Select(label => indices.Count(index => labels[index] == label))];
        test.AssertOut(
            ("train_counts", Counts(split.Train)), ("valid_counts", Counts(split.Valid)),
            ("disjoint", !split.Train.Intersect(split.Valid).Any()), ("covers", split.Train.Concat(split.Valid).Distinct().Count() == labels.Length));
    }

    private static void AssertSplit(ParityCase test, Func<SplitIndices> split)
    {
        if (test.HasOut("raises"))
        {
            Assert.ThrowsAny<ArgumentException>(split);
            return;
        }

        var result = split();
        test.AssertOut(("train", result.Train), ("valid", result.Valid));
    }

    private static string[] Texts(JsonElement json) => json.ValueKind == JsonValueKind.Array ? [.. json.EnumerateArray().Select(Text)] : [Text(json)];

    private static string Text(JsonElement json) => json.ValueKind == JsonValueKind.String ? json.GetString()! : json.GetRawText();
}
