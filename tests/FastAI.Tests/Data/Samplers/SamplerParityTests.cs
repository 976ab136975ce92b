using TorchSharp;
using Xunit;

namespace FastAI.Tests.Data;

[NoTensorLeaks]
public sealed class SamplerParityTests
{
    // Those over a stream are for StreamLoader, which has a test of its own.
    public static TheoryData<string> Loaders => [.. ParityCases.Of("data", "data.loader").Select(row => row.Data).Where(id => !id.Contains("iterable", StringComparison.Ordinal))];

    public static TheoryData<string> Shuffled => ParityCases.Of("data", "data.loader_shuffle");

    public static TheoryData<string> Weighted => ParityCases.Of("data", "data.weighted");

    public static TheoryData<string> Partial => ParityCases.Of("data", "data.partial");

    public static TheoryData<string> Pairs => ParityCases.Of("data", "data.dataloaders");

    [Theory, MemberData(nameof(Loaders))]
    public void Batches_are_those_of_fastai(string id)
    {
        var test = ParityCases.Get("data", id);
        Assert.SkipWhen(test.Integer("bs") is null, "A loader always makes batches.");
        Assert.SkipWhen(test.Flag("drop_last") == true && test.Integer("bs") > test.Integer("items"), "Where there is no full batch, the only one is kept, with a warning.");
        Assert.SkipWhen(test.HasIn("skip"), "Batches are not filled up where items are left out: each has the same items for any number of workers.");
        Sampler? sampler = test.HasIn("order") ? new Given([.. test.In("order").EnumerateArray().Select(position => position.GetInt32())])
            : test.Integer("n_items") is { } first ? new Given([.. Enumerable.Range(0, first)]) : null;

        using var loader = Loader(test.Integer("items")!.Value, new()
        {
            BatchSize = test.Integer("bs")!.Value,
            DropLast = test.Flag("drop_last") ?? false,
            Shuffle = test.Flag("shuffle") ?? false,
            Sampler = sampler,
        });

        var batches = Read(loader, 0);
        test.AssertOut(("length", loader.Count), ("n", sampler?.CountOf(loader.SampleCount) ?? loader.SampleCount), ("batches", batches));
    }

    [Theory, MemberData(nameof(Shuffled))]
    public void Shuffled_passes_are_like_those_of_fastai(string id)
    {
        var test = ParityCases.Get("data", id);
        var items = test.Integer("items")!.Value;
        using var loader = Loader(items, new() { BatchSize = test.Integer("bs")!.Value, DropLast = test.Flag("drop_last")!.Value });

        var (first, second) = (Pass(loader, 0), Pass(loader, 1));

        test.AssertOut(
            ("length", loader.Count), ("items_per_pass", first.Length), ("distinct", first.Distinct().Count() == first.Length),
            ("within", first.All(item => item >= 0 && item < items)), ("passes_differ", !first.SequenceEqual(second)), ("in_order", first.SequenceEqual(first.Order())));
    }

    [Theory, MemberData(nameof(Weighted))]
    public void Weighted_passes_have_the_shares_of_fastai(string id)
    {
        var test = ParityCases.Get("data", id);
        double[] weights = [.. test.In("weights").EnumerateArray().Select(weight => weight.GetDouble())];
        var sampler = new WeightedSampler(weights);

        var passes = Enumerable.Range(0, 2000).Select(epoch => sampler.Order(new(weights.Length, 4, Split.Train, 42, epoch))).ToArray();

        var drawn = passes.SelectMany(pass => pass).CountBy(item => item).ToDictionary();
        var items = Enumerable.Range(0, weights.Length).ToArray();
        test.AssertOut(
            ("share", items.Select(item => drawn.GetValueOrDefault(item) / (double)drawn.Values.Sum()).ToArray()),
            ("per_pass", passes[0].Length), ("repeats", passes.Any(pass => pass.Distinct().Count() < pass.Length)),
            ("never", items.Where(item => !drawn.ContainsKey(item)).ToArray()));
    }

    [Theory, MemberData(nameof(Partial))]
    public void Partial_passes_are_like_those_of_fastai(string id)
    {
        var test = ParityCases.Get("data", id);
        using var loader = Loader(test.Integer("items")!.Value, new()
        {
            BatchSize = test.Integer("bs")!.Value,
            DropLast = test.Flag("drop_last")!.Value,
            Sampler = new PartialSampler(test.Integer("partial_n")!.Value),
        });

        var passes = Enumerable.Range(0, 5).Select(epoch => Pass(loader, epoch)).ToArray();

        test.AssertOut(
            ("length", loader.Count), ("items_per_pass", passes[0].Length), ("distinct", passes.All(pass => pass.Distinct().Count() == pass.Length)),
            ("passes_differ", passes.Select(pass => string.Join(' ', pass.Order())).Distinct().Count() > 1));
    }

    [Theory, MemberData(nameof(Pairs))]
    public void Both_loaders_have_the_defaults_of_fastai(string id)
    {
        var test = ParityCases.Get("data", id);
        Assert.SkipWhen(test.Integer("n_train") < test.Integer("bs"), "Where there is no full batch, the only one is kept, with a warning.");
        Assert.SkipWhen(test.Integer("n") is not null || test.Flag("val_shuffle") is not null, "Such an order is a sampler.");
        var (train, valid) = (test.Integer("n_train")!.Value, test.Integer("n_valid")!.Value);
        var options = new LoaderOptions { BatchSize = test.Integer("bs")!.Value, Shuffle = test.Flag("shuffle") ?? true, Workers = 0 };
        if (test.Flag("drop_last") is { } dropLast) options = options with { DropLast = dropLast };
        if (test.Integer("val_bs") is { } validSize) options = options with { ValidBatchSize = validSize };

        using var dls = TestBlocks.Numbers(valid).DataLoaders(train + valid, options);

        var (trained, measured) = (TestBlocks.Read(dls.Train), TestBlocks.Read(dls.Valid));
        test.AssertOut(
            ("train_len", dls.Train.Count), ("train_sizes", trained.Select(batch => batch.Length).ToArray()),
            ("valid_len", dls.Valid.Count), ("valid_sizes", measured.Select(batch => batch.Length).ToArray()),
            ("train_shuffled", dls.Train.Options.Shuffle), ("train_drop_last", dls.Train.Options.DropLast), ("valid_shuffled", false), ("valid_drop_last", false),
            ("valid_items", measured.SelectMany(batch => batch).Select(item => (int)item).ToArray()));
    }

    private static TensorLoader Loader(int items, LoaderOptions options)
    {
        using var rows = torch.arange(items, dtype: torch.ScalarType.Int64);
        return new(Split.Train, rows, rows, options);
    }

    private static long[][] Read(DataLoader loader, int epoch)
        => [.. loader.Batches(epoch).Select(batch =>
        {
            using (batch) return batch.Inputs[0].Data.data<long>().ToArray();
        })];

    private static long[] Pass(DataLoader loader, int epoch) => [.. Read(loader, epoch).SelectMany(batch => batch)];

    private sealed class Given(int[] order) : Sampler
    {
        public override int CountOf(int sampleCount) => order.Length;

        public override int[] Order(in SamplerPass pass) => order;
    }
}
