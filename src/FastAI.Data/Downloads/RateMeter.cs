using System.Diagnostics;

namespace FastAI;

/// <summary>Reports progress some ten times a second, with the rate of the last seconds.</summary>
internal sealed class RateMeter(DataUrl url, DownloadStage stage, IProgress<DownloadProgress>? progress)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(0.1), Window = TimeSpan.FromSeconds(5);

    private readonly Queue<(long Time, long Bytes)> _seen = new();
    private long _last;

    /// <param name="always">Also if the last report was just now: the first and the last of a stage.</param>
    public void Report(long bytes, long? total, bool always = false)
    {
        if (progress is null) return;

        var now = Stopwatch.GetTimestamp();
        if (!always && Stopwatch.GetElapsedTime(_last, now) < Pause) return;

        _last = now;
        // A transfer that begins anew has fewer bytes than before.
        if (_seen.Count > 0 && bytes < _seen.Peek().Bytes) _seen.Clear();
        _seen.Enqueue((now, bytes));
        while (_seen.Count > 2 && Stopwatch.GetElapsedTime(_seen.Peek().Time, now) > Window) _seen.Dequeue();

        var (since, before) = _seen.Peek();
        var seconds = Stopwatch.GetElapsedTime(since, now).TotalSeconds;
        progress.Report(new(url, stage, bytes, total, seconds > 0 ? (bytes - before) / seconds : 0));
    }
}
