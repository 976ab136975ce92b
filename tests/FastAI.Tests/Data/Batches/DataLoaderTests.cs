using TorchSharp;
using Xunit;

namespace FastAI.Tests.Data;

[NoTensorLeaks]
public sealed class DataLoaderTests
{
    private static readonly LoaderOptions InOrder = new() { BatchSize = 4, Workers = 0, Shuffle = false };

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void Batches_come_in_the_order_of_the_items(int workers)
    {
        using var dls = TestBlocks.Numbers(valid: 5).DataLoaders(17, InOrder with { Workers = workers });

        Assert.Equal([[0, 1, 2, 3], [4, 5, 6, 7], [8, 9, 10, 11]], TestBlocks.Read(dls.Train));
        Assert.Equal([[12, 13, 14, 15], [16]], TestBlocks.Read(dls.Valid));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Any_number_of_workers_gives_the_same_batches_bit_for_bit(int workers)
    {
        var block = TestBlocks.Numbers(valid: 9, itemTfms: [new AddDrawn()], batchTfms: [new AddDrawnToBatch()]);
        (double[] X, double[] Y, int[] Indices)[] Epochs(int count)
        {
            using var dls = block.DataLoaders(60, new LoaderOptions { BatchSize = 7, Workers = count });
            return [.. Enumerable.Range(0, 2).SelectMany(epoch => dls.Train.Batches(epoch).Concat(dls.Valid.Batches(epoch))).Select(batch =>
            {
                using (batch) return (batch.Inputs[0].Data.data<double>().ToArray(), batch.Targets[0].Data.data<double>().ToArray(), batch.Indices.ToArray());
            })];
        }

        var (alone, together) = (Epochs(0), Epochs(workers));

        Assert.Equal(2 * (7 + 2), alone.Length);
        Assert.Equal(alone.Select(batch => batch.X), together.Select(batch => batch.X));
        Assert.Equal(alone.Select(batch => batch.Y), together.Select(batch => batch.Y));
        Assert.Equal(alone.Select(batch => batch.Indices), together.Select(batch => batch.Indices));
    }

    [Fact]
    public void Inputs_and_targets_get_what_was_drawn_for_their_sample()
    {
        using var dls = TestBlocks.Numbers(itemTfms: [new AddDrawn()], batchTfms: [new AddDrawnToBatch()]).DataLoaders(8, InOrder);
        using var batch = dls.Train.OneBatch();

        Assert.Equal(batch.Inputs[0].Data.data<double>().ToArray(), batch.Targets[0].Data.data<double>().ToArray());
        Assert.All(batch.Inputs[0].Data.data<double>().ToArray(), number => Assert.NotEqual(0, number % 1));
    }

    [Fact]
    public void Validation_samples_draw_from_streams_of_their_own()
    {
        using var dls = TestBlocks.Numbers(valid: 4, itemTfms: [new AddDrawn()]).DataLoaders(8, InOrder);
        double[] Fractions(DataLoader loader) => [.. TestBlocks.Read(loader).SelectMany(batch => batch).Select(number => number % 1)];

        Assert.Empty(Fractions(dls.Train).Intersect(Fractions(dls.Valid)));
    }

    [Fact]
    public void Training_samples_come_in_another_order_every_epoch_and_in_the_same_for_one_seed()
    {
        var block = TestBlocks.Numbers(valid: 10);
        using var dls = block.DataLoaders(50, new LoaderOptions { BatchSize = 40, Workers = 0 });
        using var again = block.DataLoaders(50, new LoaderOptions { BatchSize = 40, Workers = 0 });
        using var other = block.DataLoaders(50, new LoaderOptions { BatchSize = 40, Workers = 0, Seed = 43 });
        var (first, second) = (TestBlocks.Read(dls.Train)[0], TestBlocks.Read(dls.Train, epoch: 1)[0]);

        Assert.NotEqual(first, second);
        Assert.Equal(Enumerable.Range(0, 40).Select(i => (double)i), first.Order());
        Assert.Equal(first, TestBlocks.Read(again.Train)[0]);
        Assert.Equal(second, TestBlocks.Read(again.Train, epoch: 1)[0]);
        Assert.NotEqual(first, TestBlocks.Read(other.Train)[0]);
        Assert.Equal(TestBlocks.Read(dls.Valid), TestBlocks.Read(dls.Valid, epoch: 1));
    }

    [Theory]
    [InlineData(64, 64, true, 1)]
    [InlineData(65, 64, true, 1)]
    [InlineData(65, 64, false, 2)]
    [InlineData(128, 64, true, 2)]
    public void The_number_of_batches_follows_from_the_size_and_the_last_batchs_fate(int items, int batchSize, bool dropLast, int expected)
    {
        using var warnings = new WarningLog();
        using var dls = TestBlocks.Numbers().DataLoaders(items, new LoaderOptions { BatchSize = batchSize, Workers = 0, DropLast = dropLast });

        Assert.Equal(expected, dls.Train.Count);
        Assert.Equal(expected, TestBlocks.Read(dls.Train).Length);
        Assert.Empty(warnings.Messages);
    }

    [Fact]
    public void Validation_may_have_larger_batches_and_drops_nothing()
    {
        using var dls = TestBlocks.Numbers(valid: 9).DataLoaders(20, InOrder with { ValidBatchSize = 6 });

        Assert.Equal([6, 3], TestBlocks.Read(dls.Valid).Select(batch => batch.Length));
        Assert.Equal(4, dls.Train.BatchSize);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void One_batch_is_the_first_of_its_epoch(int workers)
    {
        using var dls = TestBlocks.Numbers().DataLoaders(30, new LoaderOptions { BatchSize = 5, Workers = workers });
        using var one = dls.Train.OneBatch(epoch: 3);

        Assert.Equal(TestBlocks.Read(dls.Train, epoch: 3)[0], one.Inputs[0].Data.data<double>().ToArray());
        Assert.Equal((5, Split.Train), (one.Size, one.Split));
    }

    [Fact]
    public void One_batch_of_no_samples_is_refused()
    {
        using var dls = TestBlocks.Numbers().DataLoaders(4, InOrder);

        var error = Assert.Throws<InvalidOperationException>(() => dls.Valid.OneBatch());

        Tokens.AssertIn(error.Message, "validation set", "no samples");
    }

    [Fact]
    public void Batches_belong_to_no_scope_also_where_one_is_open()
    {
        using var dls = TestBlocks.Numbers(batchTfms: [new AddDrawnToBatch()]).DataLoaders(8, InOrder);
        Batch batch;
        using (torch.NewDisposeScope()) batch = dls.Train.OneBatch();

        Assert.False(batch.Inputs[0].Data.IsInvalid);
        batch.Dispose();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void Leaving_the_batches_early_frees_what_was_read_ahead(int workers)
    {
        using var dls = TestBlocks.Numbers(batchTfms: [new AddDrawnToBatch()]).DataLoaders(200, InOrder with { Workers = workers });

        foreach (var batch in dls.Train.Batches())
        {
            batch.Dispose();
            break;
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Tensors_that_a_block_or_step_leaves_lying_about_go_with_the_batch(int workers)
    {
        var block = TestBlocks.Numbers(onRead: item =>
        {
            _ = torch.ones(3);
            if (item == 6) throw new IOException("disk on fire");
        });
        using var dls = block.DataLoaders(8, InOrder with { Workers = workers });

        Assert.Throws<DataException>(() => TestBlocks.Read(dls.Train));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void An_item_that_cannot_be_read_is_named_with_its_place_and_set(int workers)
    {
        var block = TestBlocks.Numbers(valid: 4, onRead: item =>
        {
            if (item == 10) throw new IOException("disk on fire");
        });
        using var dls = block.DataLoaders(12, InOrder with { Workers = workers });

        var error = Assert.Throws<DataException>(() => TestBlocks.Read(dls.Valid));

        Assert.Equal(("10", 2, "Reading"), (error.Item, error.Index, error.Stage));
        Tokens.AssertIn(error.Message, "Reading failed", "item 2 of the validation set", "10", "IOException", "disk on fire");
        Assert.IsType<IOException>(error.InnerException);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Batches_before_the_bad_item_are_still_given(int workers)
    {
        var block = TestBlocks.Numbers(onRead: item =>
        {
            if (item == 9) throw new IOException("disk on fire");
        });
        using var dls = block.DataLoaders(16, InOrder with { Workers = workers });
        var given = 0;

        Assert.Throws<DataException>(() =>
        {
            foreach (var batch in dls.Train.Batches())
            {
                batch.Dispose();
                given++;
            }
        });

        Assert.Equal(2, given);
    }

    [Fact]
    public void A_step_for_items_that_fails_is_named()
    {
        using var dls = TestBlocks.Numbers(itemTfms: [new AddDrawn(), new Fails(3)]).DataLoaders(8, InOrder);

        var error = Assert.Throws<DataException>(() => dls.Train.OneBatch());

        Assert.Equal(("3", 3, "Breaks"), (error.Item, error.Index, error.Stage));
        Tokens.AssertIn(error.Message, "Breaks failed", "item 3 of the training set", "not today");
    }

    [Fact]
    public void A_step_for_batches_that_fails_is_named_with_the_batch()
    {
        using var dls = TestBlocks.Numbers(batchTfms: [new AddDrawnToBatch(), new FailsOnBatch()]).DataLoaders(8, InOrder);

        var error = Assert.Throws<DataException>(() => dls.Train.OneBatch());

        Assert.Equal("FailsOnBatch", error.Stage);
        Tokens.AssertIn(error.Message, "FailsOnBatch failed", "batch of 4", "training set", "TensorNumber [4]", "item 0", "not this one");
    }

    // A request that ran out of time throws this; it is the item's failure, not the caller's wish.
    [Fact]
    public void A_cancellation_that_an_item_throws_by_itself_is_a_bad_item()
    {
        using var dls = TestBlocks.Numbers(onRead: _ => throw new TaskCanceledException("the server took too long")).DataLoaders(8, InOrder);

        var error = Assert.Throws<DataException>(() => dls.Train.OneBatch());

        Tokens.AssertIn(error.Message, "item 0", "too long");
    }

    [Fact]
    public void A_data_error_without_an_item_gets_one()
    {
        using var dls = TestBlocks.Numbers(onRead: _ => throw new DataException("row is empty")).DataLoaders(8, InOrder);

        var error = Assert.Throws<DataException>(() => dls.Train.OneBatch());

        Assert.Equal(("0", 0), (error.Item, error.Index));
        Tokens.AssertIn(error.Message, "row is empty", "item 0");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void Bad_items_are_left_out_and_counted_where_that_is_asked_for(int workers)
    {
        using var warnings = new WarningLog();
        var block = TestBlocks.Numbers(valid: 3, onRead: item =>
        {
            if (item is 1 or 4 or 5 or 6 or 7) throw new IOException("disk on fire");
        });
        using var dls = block.DataLoaders(19, InOrder with { Workers = workers, BadItems = BadItems.Skip });

        var batches = TestBlocks.Read(dls.Train);
        TestBlocks.Read(dls.Train);

        Assert.Equal([[0, 2, 3], [8, 9, 10, 11], [12, 13, 14, 15]], batches);
        Assert.Equal((5, 0), (dls.Train.SkippedItems, dls.Valid.SkippedItems));
        var warning = Assert.Single(warnings.Messages);
        Tokens.AssertIn(warning, "left out", "SkippedItems", "disk on fire");
    }

    [Fact]
    public void Samples_of_a_batch_with_bad_items_are_numbered_without_them()
    {
        var block = TestBlocks.Numbers(onRead: item =>
        {
            if (item == 1) throw new IOException("disk on fire");
        });
        using var dls = block.DataLoaders(4, InOrder with { BadItems = BadItems.Skip });
        using var batch = dls.Train.OneBatch();

        Assert.Equal([0, 2, 3], batch.Indices);
        Assert.Equal(3, batch.Size);
    }

    [Fact]
    public void Where_every_item_is_bad_leaving_them_out_ends_in_an_error()
    {
        var block = TestBlocks.Numbers(onRead: _ => throw new IOException("disk on fire"));
        using var dls = block.DataLoaders(8, InOrder with { BadItems = BadItems.Skip });

        var error = Assert.Throws<DataException>(() => TestBlocks.Read(dls.Train));

        Tokens.AssertIn(error.Message, "8 items", "training set", "disk on fire");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_batch_size_below_1_is_refused(int batchSize)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => TestBlocks.Numbers().DataLoaders(10, batchSize));

        Tokens.AssertIn(error.Message, "BatchSize", $"{batchSize}", "at least 1");
    }

    [Fact]
    public void A_limit_of_no_time_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new LoaderOptions { ItemTimeout = TimeSpan.Zero });
        Assert.Equal(Timeout.InfiniteTimeSpan, new LoaderOptions { ItemTimeout = Timeout.InfiniteTimeSpan }.ItemTimeout);
    }

    [Fact]
    public void A_sample_costs_a_bounded_number_of_bytes_of_managed_memory()
    {
        using var dls = TestBlocks.Numbers().DataLoaders(4096, InOrder with { BatchSize = 512 });
        TestBlocks.Read(dls.Train);

        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var batch in dls.Train.Batches()) batch.Dispose();
        var each = (GC.GetAllocatedBytesForCurrentThread() - before) / 4096.0;

        // The two values of a sample are objects of 24 bytes; its number in the order and in the batch are 8 more.
        Assert.InRange(each, 0, 150);
    }

    [Fact]
    public void Loaders_go_over_to_another_device_together()
    {
        using var dls = TestBlocks.Numbers(valid: 2).DataLoaders(8, InOrder);

        dls.Device = torch.device("meta");

        Assert.Equal(DeviceType.META, dls.Train.Device.type);
        Assert.Equal(DeviceType.META, dls.Valid.Device.type);
    }

    private sealed record Fails(int At) : ItemTransform, IEncodes<Number>
    {
        public override string Name => "Breaks";

        public override int Order => 5;

        public Number Encode(Number value) => (int)value.Value == At ? throw new InvalidOperationException("not today") : value;
    }

    private sealed record FailsOnBatch : BatchTransform, IEncodes<TensorNumber>
    {
        public TensorNumber Encode(TensorNumber value) => throw new InvalidOperationException("not this one");
    }
}
