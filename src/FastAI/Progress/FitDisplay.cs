namespace FastAI;

/// <summary>What is shown of one fit, or of one validation by itself: it turns the learner's state into lines and a bar.</summary>
internal sealed class FitDisplay(Learner learn, IProgressView view, TimeProvider time)
{
    private readonly FitTable? _table = learn.IsFitting ? new(learn.Recorder.MetricNames) : null;
    private readonly HashSet<string> _warned = new(StringComparer.Ordinal);
    private long _epochStart, _partStart, _nextPartAt;
    private int _rowsPrinted;
    private bool _isInEpoch;
    private IDisposable? _warnings;

    public Learner Learner => learn;

    /// <summary>The timestamp from which on the running part may be shown again.</summary>
    public long NextAt { get; private set; }

    public void Open()
    {
        _warnings = Warnings.Subscribe(Warn);
        if (_table is not null) view.Print(_table.Header, LineKind.Header);
        else NextAt = Later(time.GetTimestamp());
    }

    public void BeginEpoch()
    {
        _isInEpoch = true;
        _epochStart = time.GetTimestamp();
    }

    /// <summary>Shows a part that begins, since its first batch may be long in coming, but no more often than anything else where parts are short.</summary>
    public void BeginPart()
    {
        _partStart = time.GetTimestamp();
        if (!view.ShowsParts) NextAt = Later(_partStart);
        if (!view.ShowsParts || _table is null || _partStart < _nextPartAt) return;

        var loader = learn.IsTraining ? learn.Loaders.Train : learn.Loaders.Valid;
        Show(0, loader?.Count ?? 0);
        _nextPartAt = NextAt;
    }

    public void ShowPart() => Show(learn.Iteration + 1, learn.BatchCount);

    /// <summary>Prints the rows of epochs that have ended since the last call.</summary>
    public void PrintRows()
    {
        if (_table is null) return;

        var rows = learn.Recorder.Rows;
        for (; _rowsPrinted < rows.Count; _rowsPrinted++) Print(rows[_rowsPrinted]);
        _isInEpoch = false;
    }

    /// <summary>Prints what is left to say at the end: the row of an epoch that was broken off, and why.</summary>
    public void PrintEnd(Exception? exception)
    {
        if (_table is null) return;

        var recorder = learn.Recorder;
        var (isBrokenOff, before) = (_isInEpoch && exception is not null, _rowsPrinted);
        PrintRows();
        if (isBrokenOff && _rowsPrinted == before)
        {
            double? loss = recorder.SmoothLosses.Count == 0 ? null : recorder.SmoothLosses[^1];
            Print(new(learn.Epoch, loss, null, new double?[recorder.MetricNames.Count], time.GetElapsedTime(_epochStart), IsComplete: false));
        }

        if (exception is not null) view.Print($"stopped: {FirstLine(exception.Message)}", LineKind.Error);
        else if (recorder.StoppedBecause is { } reason) view.Print($"stopped: {reason}", LineKind.Warning);
    }

    public void Close()
    {
        _warnings?.Dispose();
        view.Close();
    }

    private void Print(EpochRow row) => view.Print(_table!.Line(row), row.IsComplete ? LineKind.Row : LineKind.Incomplete);

    private void Show(int done, int total)
    {
        var start = time.GetTimestamp();
        var isTraining = learn.IsTraining;
        var losses = learn.Recorder.SmoothLosses;
        view.Show(new(
            _table is null ? null : learn.Epoch, isTraining, done, total,
            _table is null || losses.Count == 0 ? null : losses[^1], isTraining ? learn.LearningRate : null,
            time.GetElapsedTime(_partStart, start), FitLeft(start)));

        // A slow terminal gets less to draw: no more than a twentieth of the time goes into it.
        var end = time.GetTimestamp();
        NextAt = Math.Max(Later(end), end + 20 * (end - start));
    }

    private long Later(long timestamp)
        => view.Interval == Timeout.InfiniteTimeSpan ? long.MaxValue : timestamp + (long)(view.Interval.TotalSeconds * time.TimestampFrequency);

    // By the mean of the epochs that have ended.
    private TimeSpan? FitLeft(long now)
    {
        var rows = learn.Recorder.Rows;
        if (_table is null || rows.Count == 0) return null;

        var left = rows.Average(row => row.Time.TotalSeconds) * (learn.EpochCount - learn.Epoch) - time.GetElapsedTime(_epochStart, now).TotalSeconds;
        return TimeSpan.FromSeconds(Math.Max(left, 0));
    }

    // Warnings come from any thread, and from the workers while the training thread waits for them: shown at once.
    private void Warn(string message)
    {
        lock (_warned)
        {
            if (!_warned.Add(message)) return;
        }

        try
        {
            view.Print($"warning: {message}", LineKind.Warning);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // Whoever warns goes on; the next drawing finds the terminal gone and says so.
        }
    }

    private static string FirstLine(string text) => text.AsSpan().TrimEnd().IndexOfAny('\r', '\n') is var end and >= 0 ? text[..end] : text;
}
