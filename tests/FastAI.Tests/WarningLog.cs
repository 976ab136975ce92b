namespace FastAI.Tests;

/// <summary>Collects the library's warnings until it is disposed.</summary>
public sealed class WarningLog : IDisposable
{
    private readonly List<string> _messages = [];
    private readonly IDisposable _subscription;

    public WarningLog() => _subscription = Warnings.Subscribe(message =>
    {
        lock (_messages) _messages.Add(message);
    });

    public IReadOnlyList<string> Messages
    {
        get
        {
            lock (_messages) return [.. _messages];
        }
    }

    public void Dispose() => _subscription.Dispose();
}
