namespace FastAI.Parity;

/// <summary>Loaders over the numbers 0 to <c>items</c>-1, in the suite <c>data</c>.</summary>
internal static class LoaderOps
{
    [Op("data.loader")]
    private static OpResult Loader(ParityCase test)
    {
        if (test.Flag("iterable") == true) throw new UnknownOptionException("A loader over items that can only be gone through.");

        var count = test.Integer("n_items") ?? test.Int("items");
        var skip = test.HasIn("skip") ? test.InIntegers("skip") : [];
        // A shuffle function gives the order of the items: here a splitter numbers them so.
        int[] order = test.HasIn("order") ? test.InIntegers("order") : [.. Enumerable.Range(0, count)];
        var datasets = Numbers(test.Int("items"), new GivenSplitter<int>(order, []), skip);
        if (!test.Has("bs"))
        {
            var train = datasets.Train;
            return new(("length", train.Count), ("n", train.Count), ("batches", Enumerable.Range(0, train.Count).Select(index => train[index].X.Value).ToArray()));
        }

        using var dls = datasets.Load(new()
        {
            BatchSize = test.Int("bs"),
            DropLast = test.Flag("drop_last") ?? false,
            Shuffle = test.Flag("shuffle") == true && !test.HasIn("order"),
            BadItems = skip.Length > 0 ? BadItems.Skip : BadItems.Fail,
            Workers = 0,
        });
        return new(("length", dls.Train.Count), ("n", dls.Train.SampleCount), ("batches", Batches(dls.Train)));
    }

    [Op("data.loader_shuffle")]
    private static OpResult Shuffle(ParityCase test)
    {
        var count = test.Int("items");
        using var dls = AllForTraining(count).Load(new() { BatchSize = test.Int("bs"), DropLast = test.Flag("drop_last") ?? false, Workers = 0 });

        var (first, second) = (Pass(dls.Train, 0), Pass(dls.Train, 1));

        return new(
            ("length", dls.Train.Count), ("items_per_pass", first.Length), ("distinct", first.Distinct().Count() == first.Length),
            ("within", first.All(number => number >= 0 && number < count)), ("passes_differ", !first.SequenceEqual(second)),
            ("in_order", first.SequenceEqual(first.Order())));
    }

    [Op("data.loader_seeded")]
    private static OpResult Seeded(ParityCase test)
    {
        float[] FirstPass()
        {
            using var dls = AllForTraining(test.Int("items")).Load(new() { BatchSize = test.Int("bs"), Seed = test.Int("seed"), DropLast = false, Workers = 0 });
            return Pass(dls.Train, 0);
        }

        return new(("same", FirstPass().SequenceEqual(FirstPass())));
    }

    [Op("data.dataloaders")]
    private static OpResult Loaders(ParityCase test)
    {
        var (train, valid) = (test.Int("n_train"), test.Int("n_valid"));
        if (test.Has("n") || test.Flag("val_shuffle") == true) throw new UnknownOptionException("Loaders of part of the items, or a shuffled validation loader.");

        var shuffle = test.Flag("shuffle") ?? true;
        var options = new LoaderOptions { BatchSize = test.Integer("bs") ?? 64, Shuffle = shuffle, DropLast = test.Flag("drop_last") ?? shuffle, Workers = 0 };
        if (test.Integer("val_bs") is { } size) options = options with { ValidBatchSize = size };
        using var dls = Numbers(train + valid, new GivenSplitter<int>([.. Enumerable.Range(0, train)], [.. Enumerable.Range(train, valid)])).Load(options);

        var (trainBatches, validBatches) = (Batches(dls.Train), Batches(dls.Valid));
        return new(
            ("train_len", dls.Train.Count), ("train_sizes", trainBatches.Select(batch => batch.Length)),
            ("valid_len", dls.Valid.Count), ("valid_sizes", validBatches.Select(batch => batch.Length)),
            ("train_shuffled", dls.Train.Options.Shuffle), ("train_drop_last", dls.Train.Options.DropLast),
            ("valid_shuffled", !validBatches.SelectMany(batch => batch).SequenceEqual(validBatches.SelectMany(batch => batch).Order())),
            ("valid_drop_last", validBatches.Sum(batch => batch.Length) < valid), ("valid_items", validBatches.SelectMany(batch => batch).ToArray()));
    }

    private static Datasets<Number, Number> AllForTraining(int count) => Numbers(count, new GivenSplitter<int>([.. Enumerable.Range(0, count)], []));

    private static Datasets<Number, Number> Numbers(int count, Splitter<int> splitter, params IReadOnlyList<int> skip)
    {
        Number Read(int item) => skip.Contains(item) ? throw new FormatException($"Item {item} is left out.") : new(item);
        return DataBlock.OfItems(Block.Of<int, Number>(Read, new NumberCodec()), Block.Of<int, Number>(item => new(item), new NumberCodec()), (int item) => item, splitter)
            .Datasets(Enumerable.Range(0, count));
    }

    private static float[][] Batches(DataLoader loader, int epoch = 0)
    {
        List<float[]> batches = [];
        foreach (var batch in loader.Batches(epoch))
        {
            using (batch) batches.Add(batch.Inputs[0].Data.data<float>().ToArray());
        }

        return [.. batches];
    }

    private static float[] Pass(DataLoader loader, int epoch) => [.. Batches(loader, epoch).SelectMany(batch => batch)];
}
