namespace FastAI.Parity;

/// <summary>The splitters of the suite <c>data</c>.</summary>
internal static class SplitterOps
{
    [Op("data.random_splitter")]
    private static OpResult Random(ParityCase test)
        => Of(new RandomSplitter(test.Number("valid_pct") ?? 0.2, test.Int("seed")).Split(test.Int("n")));

    [Op("data.random_subset_splitter")]
    private static OpResult RandomSubset(ParityCase test)
        => Of(new RandomSubsetSplitter(test.Double("train_sz"), test.Double("valid_sz"), test.Int("seed")).Split(test.Int("n")));

    [Op("data.index_splitter")]
    private static OpResult Index(ParityCase test) => Of(new IndexSplitter(test.InIntegers("valid_idx")).Split(test.Int("n")));

    [Op("data.end_splitter")]
    private static OpResult End(ParityCase test)
        => Of(new EndSplitter(test.Number("valid_pct") ?? 0.2, test.Flag("valid_last") ?? true).Split(test.Int("n")));

    [Op("data.grandparent_splitter")]
    private static OpResult Grandparent(ParityCase test)
    {
        string[] Names(string arg, string missing) => test.Has(arg) ? CaseValues.Texts(test.Arg(arg)) : [missing];
        return Of(new GrandparentSplitter(Names("train_name", "train"), Names("valid_name", "valid")).Split(test.InTexts("paths")));
    }

    [Op("data.func_splitter")]
    private static OpResult Func(ParityCase test)
    {
        var part = test.Word("contains");
        return Of(new FuncSplitter<string>(item => item.Contains(part, StringComparison.Ordinal)).Split(test.InTexts("items")));
    }

    [Op("data.mask_splitter")]
    private static OpResult Mask(ParityCase test)
    {
        bool[] mask = [.. test.In("mask").EnumerateArray().Select(flag => flag.GetBoolean())];
        return Of(new MaskSplitter(mask).Split(mask.Length));
    }

    [Op("data.file_splitter")]
    private static OpResult OfFile(ParityCase test)
    {
        using var folder = new ScratchFolder();
        return Of(new FileSplitter(folder.Write("valid.txt", test.In("text").GetString()!)).Split(test.InTexts("paths")));
    }

    [Op("data.col_splitter")]
    private static OpResult Column(ParityCase test)
    {
        var columns = test.In("columns").EnumerateObject().Select(column => (column.Name, (IReadOnlyList<string>)CaseValues.Texts(column.Value))).ToArray();
        var column = test.Integer("col") is { } place ? columns[place].Name : test.Text("col") ?? "is_valid";
        return Of(new ColSplitter(column, test.Has("on") ? CaseValues.Texts(test.Arg("on")) : []).Split(CsvTables.Of(columns)));
    }

    [Op("data.train_test_splitter")]
    private static OpResult TrainTest(ParityCase test)
    {
        var size = test.Number("test_size") ?? 0.2;
        if (test.Flag("shuffle") != false) throw new UnknownOptionException("The order of a shuffled split is not comparable.");

        return Of((size < 1 ? new TrainTestSplitter(size, shuffle: false) : new TrainTestSplitter((int)size, shuffle: false)).Split(test.Int("n")));
    }

    [Op("data.stratified_splitter")]
    private static OpResult Stratified(ParityCase test)
    {
        var labels = test.InTexts("stratify");

        var split = TrainTestSplitter.Stratified((string label) => label, test.Number("test_size") ?? 0.2).Split(labels);

        string[] classes = [.. labels.Distinct().OrderBy(label => label.Length).ThenBy(label => label, StringComparer.Ordinal)];
        int[] Counts(IReadOnlyList<int> indices) => [.. classes.Select(label => indices.Count(index => labels[index] == label))];
        return new(
            ("train_counts", Counts(split.Train)), ("valid_counts", Counts(split.Valid)), ("disjoint", !split.Train.Intersect(split.Valid).Any()),
            ("covers", split.Train.Concat(split.Valid).Distinct().Count() == labels.Length));
    }

    private static OpResult Of(SplitIndices split) => new(("train", split.Train), ("valid", split.Valid));
}
