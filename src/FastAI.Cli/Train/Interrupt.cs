using System.Runtime.InteropServices;

namespace FastAI.Cli;

/// <summary>Turns the first Ctrl-C (or SIGTERM) into a cancelled token, so that work can end in good order; the second ends the process as ever.</summary>
internal sealed class Interrupt : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _signals;
    private readonly Action _onFirst;

    /// <param name="onFirst">Called at the first one, on a thread of its own.</param>
    public Interrupt(Action onFirst)
    {
        _onFirst = onFirst;
        _signals = [PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal), PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal)];
    }

    public CancellationToken Token => _source.Token;

    private void OnSignal(PosixSignalContext context)
    {
        if (_source.IsCancellationRequested) return;

        context.Cancel = true;
        _onFirst();
        _source.Cancel();
    }

    public void Dispose()
    {
        foreach (var signal in _signals) signal.Dispose();
        _source.Dispose();
    }
}
