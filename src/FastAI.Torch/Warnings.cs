using System.Diagnostics;

namespace FastAI;

/// <summary>
/// The library's warning channel: what was mended or looks wrong, and the work goes on. Nothing is written to the console from here;
/// a progress display or a host subscribes and shows it. Without a subscriber a warning goes to <see cref="Trace"/>.
/// </summary>
public static class Warnings
{
    private static readonly Lock Gate = new();
    private static readonly List<Action<string>> Subscribers = [];

    /// <summary>Calls <paramref name="onWarning"/> with each warning from now on, until the returned object is disposed.</summary>
    public static IDisposable Subscribe(Action<string> onWarning)
    {
        ArgumentNullException.ThrowIfNull(onWarning);
        lock (Gate) Subscribers.Add(onWarning);
        return new Subscription(onWarning);
    }

    internal static void Raise(string message)
    {
        Action<string>[] subscribers;
        lock (Gate) subscribers = [.. Subscribers];

        if (subscribers.Length == 0) Trace.TraceWarning(message);
        foreach (var subscriber in subscribers) subscriber(message);
    }

    private sealed class Subscription(Action<string> onWarning) : IDisposable
    {
        public void Dispose()
        {
            lock (Gate) Subscribers.Remove(onWarning);
        }
    }
}
