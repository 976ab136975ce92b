using System.Collections.Concurrent;
using System.Diagnostics;
using Xunit;

namespace FastAI.Tests.Data;

[NoTensorLeaks]
public sealed class PrefetchTests
{
    private static readonly LoaderOptions OneByOne = new() { BatchSize = 1, Shuffle = false, Workers = 4 };

    [Fact]
    public void Workers_read_at_the_same_time()
    {
        using var all = new Barrier(4);
        var block = TestBlocks.Numbers(onRead: item =>
        {
            // Only where four are reading at once does each get on.
            if (item < 4 && !all.SignalAndWait(TimeSpan.FromSeconds(20))) throw new TimeoutException("read alone");
        });
        using var dls = block.DataLoaders(8, OneByOne);

        Assert.Equal(8, TestBlocks.Read(dls.Train).Length);
    }

    [Fact]
    public void Items_are_read_ahead_of_the_consumer_but_not_without_bound()
    {
        var read = 0;
        using var dls = TestBlocks.Numbers(onRead: _ => Interlocked.Increment(ref read)).DataLoaders(500, OneByOne with { Workers = 2 });
        using var batches = dls.Train.Batches().GetEnumerator();

        batches.MoveNext();
        batches.Current.Dispose();
        SpinWait.SpinUntil(() => Volatile.Read(ref read) >= 5, TimeSpan.FromSeconds(10));
        Thread.Sleep(50);

        // Four batches stand ready beside the one that was taken.
        Assert.Equal(5, Volatile.Read(ref read));
    }

    [Fact]
    public void Threads_end_with_the_epoch_and_when_it_is_left_early()
    {
        var threads = new ConcurrentDictionary<Thread, bool>();
        using var dls = TestBlocks.Numbers(onRead: _ => threads[Thread.CurrentThread] = true).DataLoaders(100, OneByOne);

        TestBlocks.Read(dls.Train);
        foreach (var batch in dls.Train.Batches())
        {
            batch.Dispose();
            break;
        }

        Assert.All(threads.Keys, thread => Assert.False(thread.IsAlive));
    }

    [Fact]
    public void A_batch_that_nobody_wants_any_more_is_not_read_to_its_end()
    {
        var read = 0;
        var block = TestBlocks.Numbers(onRead: item =>
        {
            Interlocked.Increment(ref read);
            if (item >= 50) Thread.Sleep(50);
        });
        using var dls = block.DataLoaders(150, OneByOne with { BatchSize = 50, Workers = 1 });
        var clock = Stopwatch.StartNew();

        foreach (var batch in dls.Train.Batches())
        {
            batch.Dispose();
            break;
        }

        Assert.InRange(clock.ElapsedMilliseconds, 0, 2000);
        Assert.InRange(Volatile.Read(ref read), 50, 60);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Cancelling_ends_the_batches_though_more_stand_ready(int workers)
    {
        using var source = new CancellationTokenSource();
        using var dls = TestBlocks.Numbers().DataLoaders(100, OneByOne with { Workers = workers });
        var given = 0;

        Assert.Throws<OperationCanceledException>(() =>
        {
            foreach (var batch in dls.Train.Batches(0, source.Token))
            {
                batch.Dispose();
                if (++given == 3) source.Cancel();
            }
        });

        Assert.Equal(3, given);
    }

    [Fact]
    public void An_item_that_takes_long_but_less_than_the_limit_is_waited_for()
    {
        using var warnings = new WarningLog();
        var block = TestBlocks.Numbers(onRead: _ => Thread.Sleep(100));
        using var dls = block.DataLoaders(12, OneByOne with { BatchSize = 12, Workers = 1, ItemTimeout = TimeSpan.FromSeconds(1) });

        Assert.Single(TestBlocks.Read(dls.Train));
        Assert.Empty(warnings.Messages);
    }

    [Fact]
    public void A_listener_may_ask_for_a_batch_of_its_own()
    {
        using var dls = TestBlocks.Numbers(onRead: item => Thread.Sleep(item == 0 ? 700 : 0)).DataLoaders(4, OneByOne with { ItemTimeout = TimeSpan.FromSeconds(1) });
        using var others = TestBlocks.Numbers().DataLoaders(4, OneByOne);
        var seen = 0;
        using var subscription = Warnings.Subscribe(_ => seen = TestBlocks.Read(others.Train).Length);

        Assert.Equal(4, TestBlocks.Read(dls.Train).Length);
        Assert.Equal(4, seen);
    }
}
