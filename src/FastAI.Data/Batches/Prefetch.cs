using System.Diagnostics;
using System.Globalization;
using System.Runtime.ExceptionServices;

namespace FastAI;

/// <summary>Makes batches on several threads, a bounded number ahead, and gives them in order.</summary>
internal sealed class Prefetch : IDisposable
{
    // Long enough for the item that is being read, short enough to end a program by.
    private static readonly TimeSpan Farewell = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan LookAround = TimeSpan.FromMilliseconds(50);

    private readonly object _gate = new();
    private readonly int[][] _batches;
    private readonly Func<int[], ItemWatch, Batch> _load;
    private readonly LoaderOptions _options;
    private readonly Func<int, string> _nameOf;
    private readonly (Batch? Batch, Exception? Failure)[] _done;
    private readonly ItemWatch[] _watches;
    private readonly Thread[] _threads;
    private int _next, _given;
    private bool _stopped, _warned;

    private Prefetch(int[][] batches, Func<int[], ItemWatch, Batch> load, LoaderOptions options, Func<int, string> nameOf)
    {
        (_batches, _load, _options, _nameOf) = (batches, load, options, nameOf);
        var workers = Math.Min(options.Workers, batches.Length);
        _done = new (Batch?, Exception?)[2 * Math.Max(workers, 1)];
        _watches = [.. Enumerable.Range(0, workers).Select(_ => new ItemWatch())];
        _threads = [.. _watches.Select((watch, worker) => new Thread(() => Work(watch)) { IsBackground = true, Name = $"FastAI data worker {worker}" })];
        foreach (var thread in _threads) thread.Start();
    }

    /// <summary>The batches in order; the threads end with the enumeration, also when it is left early.</summary>
    public static IEnumerable<Batch> InOrder(
        int[][] batches, Func<int[], ItemWatch, Batch> load, LoaderOptions options, Func<int, string> nameOf, CancellationToken cancellationToken)
    {
        using var prefetch = new Prefetch(batches, load, options, nameOf);
        using var wake = cancellationToken.Register(prefetch.Wake);
        for (var i = 0; i < batches.Length; i++) yield return prefetch.Take(cancellationToken);
    }

    private void Work(ItemWatch watch)
    {
        LiveTensors.TrackThisThread();
        while (TryClaim(out var number))
        {
            Batch? batch = null;
            Exception? failure = null;
            try
            {
                batch = _load(_batches[number], watch);
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

    private bool TryClaim(out int number)
    {
        lock (_gate)
        {
            while (!_stopped && _next < _batches.Length && _next - _given >= _done.Length) Monitor.Wait(_gate);
            number = _next;
            if (_stopped || _next == _batches.Length) return false;
            _next++;
            return true;
        }
    }

    private Batch Take(CancellationToken cancellationToken)
    {
        while (true)
        {
            lock (_gate)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (TryTake() is { } batch) return batch;
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
