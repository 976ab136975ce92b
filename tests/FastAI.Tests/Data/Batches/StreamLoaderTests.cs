using TorchSharp;
using Xunit;

namespace FastAI.Tests.Data;

[NoTensorLeaks]
public sealed class StreamLoaderTests
{
    [Theory]
    [InlineData("data.loader.iterable")]
    [InlineData("data.loader.iterable-n")]
    public void Batches_are_those_of_fastai(string id)
    {
        var test = ParityCases.Get("data", id);
        var (items, size, most) = (test.Integer("items")!.Value, test.Integer("bs")!.Value, test.Integer("n_items"));

        var loader = Numbers(_ => Enumerable.Range(0, most ?? items), new() { BatchSize = size, DropLast = false }, most is { } n ? (n + size - 1) / size : null);

        test.AssertOut(("length", loader.KnownCount), ("n", most), ("batches", TestBlocks.Read(loader).Select(batch => batch.Select(item => (int)item).ToArray()).ToArray()));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    public void Items_keep_their_order_and_what_is_drawn_for_them_whatever_the_number_of_workers(int workers)
    {
        IEnumerable<int> Stream(int epoch) => Enumerable.Range(100 * epoch, 30);
        var expected = Numbers(Stream, new() { BatchSize = 4, Workers = 0 }, itemTfms: [new AddDrawn()]);
        var loader = Numbers(Stream, new() { BatchSize = 4, Workers = workers }, itemTfms: [new AddDrawn()]);

        for (var epoch = 0; epoch < 2; epoch++)
        {
            var batches = TestBlocks.Read(loader, epoch);

            Assert.Equal(TestBlocks.Read(expected, epoch), batches);
            Assert.Equal(Stream(epoch).Take(28), batches.SelectMany(batch => batch).Select(value => (int)value));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void An_endless_stream_is_read_no_further_than_the_batches_under_way_need(int workers)
    {
        var taken = 0;
        IEnumerable<int> Endless(int epoch)
        {
            while (true) yield return Interlocked.Increment(ref taken);
        }

        var loader = Numbers(Endless, new() { BatchSize = 2, Workers = workers });
        foreach (var batch in loader.Batches().Take(3)) batch.Dispose();

        Assert.InRange(taken, 6, 2 * (3 + (2 * Math.Max(workers, 1)) + workers));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void The_stream_is_disposed_when_a_pass_is_left(int workers)
    {
        var disposed = new ManualResetEventSlim();
        IEnumerable<int> Stream(int epoch)
        {
            try
            {
                for (var i = 0; ; i++) yield return i;
            }
            finally
            {
                disposed.Set();
            }
        }

        Numbers(Stream, new() { BatchSize = 2, Workers = workers }).OneBatch().Dispose();

        Assert.True(disposed.Wait(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void An_error_of_the_stream_comes_after_the_batches_before_it(int workers)
    {
        static IEnumerable<int> Stream(int epoch)
        {
            for (var i = 0; i < 5; i++) yield return i;
            throw new IOException("the line is cut");
        }

        var read = new List<int>();
        var error = Assert.Throws<IOException>(() =>
        {
            foreach (var batch in Numbers(Stream, new() { BatchSize = 2, Workers = workers }).Batches())
            {
                read.Add(batch.Size);
                batch.Dispose();
            }
        });

        Assert.Equal("the line is cut", error.Message);
        Assert.Equal([2, 2], read);
    }

    [Fact]
    public void An_item_that_cannot_be_read_is_named()
    {
        var loader = StreamLoader.Create(
            _ => Enumerable.Range(0, 6), new NumberBlock(item => _ = 6 / (item - 5)), new NumberBlock(), (int item) => item, item => item, options: new() { BatchSize = 3, Workers = 0 });

        var error = Assert.Throws<DataException>(() => TestBlocks.Read(loader));

        Assert.Equal((5, "5"), (error.Index, error.Item));
    }

    [Fact]
    public void A_stream_that_ends_too_soon_is_a_warning()
    {
        using var warnings = new WarningLog();

        var batches = TestBlocks.Read(Numbers(_ => Enumerable.Range(0, 6), new() { BatchSize = 2, Workers = 0 }, batchesPerEpoch: 5));

        Assert.Equal(3, batches.Length);
        Assert.Contains("ended after 3 of 5 batches", Assert.Single(warnings.Messages), StringComparison.Ordinal);
    }

    [Fact]
    public void A_block_that_learns_says_that_it_has_to_be_told()
    {
        var error = Assert.Throws<ArgumentException>(() => StreamLoader.Create(_ => ["a", "b"], new NumberBlock(), new CategoryBlock(), (string item) => item.Length, item => item));
        var loader = StreamLoader.Create(
            _ => ["a", "b"], new NumberBlock(), new CategoryBlock(), (string item) => item.Length, item => item, learnFrom: ["b", "a"], options: new() { BatchSize = 2, Workers = 0 });

        Assert.Contains("CategoryBlock learns from items", error.Message, StringComparison.Ordinal);
        using var batch = loader.OneBatch();
        Assert.Equal([0L, 1], batch.Targets[0].Data.data<long>().ToArray());
    }

    [Fact]
    public void A_fit_needs_the_number_of_batches_and_a_validation_does_not()
    {
        using var unknown = new DataLoaders(Vectors(null), Vectors(null));
        using var known = new DataLoaders(Vectors(5), Vectors(null));
        using var refusing = Learner(unknown);
        using var learn = Learner(known);

        var error = Assert.Throws<InvalidOperationException>(() => refusing.Fit(1));
        learn.FitOneCycle(2, 0.01);

        Assert.Contains("batchesPerEpoch", error.Message, StringComparison.Ordinal);
        Assert.Equal(10, learn.Recorder.Losses.Count);
        Assert.NotNull(learn.Recorder.Rows[1].ValidLoss);
    }

    private static Learner Learner(DataLoaders dls) => new(dls, torch.nn.Linear(2, 2), new CrossEntropyLossFlat(), options: new() { Device = torch.CPU });

    private static StreamLoader<int, ReadOnlyMemory<float>, Category> Vectors(int? batchesPerEpoch)
        => StreamLoader.Create(
            _ => Enumerable.Range(0, 20), new VectorBlock(2), new CategoryBlock<int>([0, 1]), (int item) => new ReadOnlyMemory<float>([item % 2, 1]), item => item % 2,
            batchesPerEpoch: batchesPerEpoch, options: new() { BatchSize = 4 });

    private static StreamLoader<int, Number, Number> Numbers(
        Func<int, IEnumerable<int>> stream, LoaderOptions options, int? batchesPerEpoch = null, IReadOnlyList<ItemTransform>? itemTfms = null)
        => StreamLoader.Create(stream, new NumberBlock(), new NumberBlock(), item => item, item => item, batchesPerEpoch: batchesPerEpoch, itemTfms: itemTfms, options: options);
}
