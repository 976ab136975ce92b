using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.ExceptionServices;

namespace FastAI;

/// <summary>Makes batches on several threads, a bounded number ahead, and gives them in order.</summary>
/// <typeparam name="TWork">What a batch is made of. The threads take it from the source in turn, one at a time.</typeparam>
internal sealed class Prefetch<TWork> : IDisposable where TWork : class
{
    // Long enough for the item that is being read, short enough to end a program by.
    private static readonly TimeSpan Farewell = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan LookAround = TimeSpan.FromMilliseconds(50);

    // The source is gone through under its own lock: it may be slow, and the consumer must not wait for it while there are batches.
    private readonly object _gate = new(), _source = new();
    private readonly IEnumerator<TWork> _work;
    private readonly Func<TWork, ItemWatch, Batch> _load;
    private readonly LoaderOptions _options;
    private readonly Func<int, string> _nameOf;
    private readonly (Batch? Batch, Exception? Failure)[] _done;
    private readonly ItemWatch[] _watches;
    private readonly Thread[] _threads;
    private int _next, _given;
    private bool _stopped, _ended, _warned;

    private Prefetch(IEnumerable<TWork> work, Func<TWork, ItemWatch, Batch> load, LoaderOptions options, Func<int, string> nameOf)
    {
        (_work, _load, _options, _nameOf) = (work.GetEnumerator(), load, options, nameOf);
        var workers = work.TryGetNonEnumeratedCount(out var count) ? Math.Min(options.Workers, count) : options.Workers;
        _ended = workers == 0;
        _done = new (Batch?, Exception?)[2 * Math.Max(workers, 1)];
        _watches = [.. Enumerable.Range(0, workers).Select(_ => new ItemWatch())];
        _threads = [.. _watches.Select((watch, worker) => new Thread(() => Work(watch)) { IsBackground = true, Name = $"FastAI data worker {worker}" })];
        foreach (var thread in _threads) thread.Start();
    }

    /// <summary>The batches in order; the threads end with the enumeration, also when it is left early.</summary>
    public static IEnumerable<Batch> InOrder(
        IEnumerable<TWork> work, Func<TWork, ItemWatch, Batch> load, LoaderOptions options, Func<int, string> nameOf, CancellationToken cancellationToken)
    {
        using var prefetch = new Prefetch<TWork>(work, load, options, nameOf);
        using var wake = cancellationToken.Register(prefetch.Wake);
        while (prefetch.Take(cancellationToken) is { } batch) yield return batch;
    }

    private void Work(ItemWatch watch)
    {
        LiveTensors.TrackThisThread();
        while (TryClaim(out var number, out var work))
        {
            Batch? batch = null;
            Exception? failure = null;
            try
            {
                batch = _load(work, watch);
            }
            catch (Exception e)
            {
                failure = e;
            }

            watch.Stop();
            lock (_gate)
            {
                if (_stopped) batch?.Dispose();
                else _done[number % _done.Length] = (batch, failure);
                Monitor.PulseAll(_gate);
            }
        }
    }

    private bool TryClaim(out int number, [MaybeNullWhen(false)] out TWork work)
    {
        (number, work) = (0, default);
        lock (_source)
        {
            lock (_gate)
            {
                while (!_stopped && !_ended && _next - _given >= _done.Length) Monitor.Wait(_gate);
                if (_stopped || _ended) return false;
            }

            Exception? failure = null;
            try
            {
                if (_work.MoveNext()) work = _work.Current;
            }
            catch (Exception e)
            {
                failure = e;
            }

            lock (_gate)
            {
                if (failure is not null) _done[_next++ % _done.Length] = (null, failure);
                if (_stopped) _work.Dispose();
                if (work is not null)
                {
                    number = _next++;
                    return true;
                }

                _ended = true;
                Monitor.PulseAll(_gate);
                return false;
            }
        }
    }

    /// <summary>The next batch; null where there are no more.</summary>
    private Batch? Take(CancellationToken cancellationToken)
    {
        while (true)
        {
            lock (_gate)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (TryTake() is { } batch) return batch;
                if (_ended && _given == _next) return null;
                Monitor.Wait(_gate, _options.ItemTimeout == Timeout.InfiniteTimeSpan ? Timeout.InfiniteTimeSpan : LookAround);
            }

            // Not under the lock: it calls what the user has given, the item's name and the listener of warnings.
            if (_options.ItemTimeout != Timeout.InfiniteTimeSpan) ThrowIfAWorkerStandsStill();
        }
    }

    private Batch? TryTake()
    {
        var place = _given % _done.Length;
        var (batch, failure) = _done[place];
        if (batch is null && failure is null) return null;

        _done[place] = default;
        _given++;
        Monitor.PulseAll(_gate);
        if (failure is not null) ExceptionDispatchInfo.Throw(failure);
        return batch;
    }

    private void ThrowIfAWorkerStandsStill()
    {
        foreach (var watch in _watches)
        {
            if (watch.Item is not { } index || watch.Elapsed < _options.ItemTimeout / 2) continue;

            var (elapsed, limit) = (Seconds(watch.Elapsed), Seconds(_options.ItemTimeout));
            if (watch.Elapsed >= _options.ItemTimeout)
                throw new DataException(
                    $"A data worker has stood still for {elapsed} on item {index}, {_nameOf(index)}. The limit is {limit} an item. " +
                    "Look at what reads this item (a lock, a network share); read on the calling thread to debug it, workers: 0; or set a longer ItemTimeout.")
                { Item = _nameOf(index), Index = index, Stage = "Reading" };

            if (_warned) continue;
            _warned = true;
            Warnings.Raise($"A data worker has been on item {index}, {_nameOf(index)}, for {elapsed}; at {limit} loading is given up.");
        }
    }

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.#} seconds");

    private void Wake()
    {
        lock (_gate) Monitor.PulseAll(_gate);
    }

    /// <summary>Stops the threads. One that stands still in a user's code is left behind, and ends when that code returns.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _stopped = true;
            foreach (var watch in _watches) watch.RequestStop();
            for (var i = 0; i < _done.Length; i++)
            {
                _done[i].Batch?.Dispose();
                _done[i] = default;
            }

            Monitor.PulseAll(_gate);
        }

        var started = Stopwatch.GetTimestamp();
        foreach (var thread in _threads)
        {
            var left = Farewell - Stopwatch.GetElapsedTime(started);
            if (left > TimeSpan.Zero) thread.Join(left);
        }

        // A thread that is still waiting for the source disposes it itself.
        if (!Monitor.TryEnter(_source)) return;
        try
        {
            _work.Dispose();
        }
        finally
        {
            Monitor.Exit(_source);
        }
    }
}

/// <summary>What item a worker is on, and since when. Written by the worker, read by the consumer.</summary>
internal sealed class ItemWatch
{
    private long _item = -1, _since;
    private volatile bool _isStopRequested;

    public int? Item => Interlocked.Read(ref _item) is >= 0 and var item ? (int)item : null;

    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(Interlocked.Read(ref _since));

    /// <summary>Says that the worker is on an item from now on.</summary>
    /// <exception cref="OperationCanceledException">Nobody wants the batch any more.</exception>
    public void Start(int item)
    {
        if (_isStopRequested) throw new OperationCanceledException();
        Interlocked.Exchange(ref _since, Stopwatch.GetTimestamp());
        Interlocked.Exchange(ref _item, item);
    }

    public void Stop() => Interlocked.Exchange(ref _item, -1);

    /// <summary>Asks the worker to end before its next item.</summary>
    public void RequestStop() => _isStopRequested = true;
}
