using System.Runtime.InteropServices;

namespace FastAI;

/// <summary>
/// Lets Ctrl-C end a fit instead of the program: the fit ends after the batch under way, in the orderly way of <see cref="Learner.CancelFit"/>, and the program goes on.
/// A second Ctrl-C ends the program as usual.
/// </summary>
/// <remarks>
/// A request to terminate (SIGTERM, as a container or a batch system sends it before it kills) is taken in the same way, so that what was trained can still be saved.
/// Outside a fit, in a validation by itself and in a search for the learning rate, which have no use for half a result, both do what they always do.
/// </remarks>
public sealed class StopOnCtrlC : Callback
{
    private PosixSignalRegistration[] _registrations = [];
    private Learner? _learner;
    private volatile string? _reason;

    /// <inheritdoc />
    public override void BeforeFit(Learner learn)
    {
        if (_learner is not null || !learn.IsFitting || learn.IsSearching || learn.IsInnerPass) return;

        (_learner, _reason) = (learn, null);
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => Ask(signal, "Ctrl-C")),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => Ask(signal, "SIGTERM")),
        ];
    }

    /// <inheritdoc />
    public override void AfterBatch(Learner learn)
    {
        // Also in a validation inside the fit, which then ends before the fit does.
        if (_reason is { } reason && learn == _learner) learn.CancelFit($"{reason} in epoch {learn.Epoch}, batch {learn.Iteration} of {(learn.IsTraining ? "training" : "validation")}.");
    }

    /// <inheritdoc />
    public override void AfterFit(Learner learn) => End(learn);

    /// <inheritdoc />
    public override void OnException(Learner learn, Exception exception) => End(learn);

    // On a thread of the runtime's own: it only leaves a word for the training thread, which finds it after the batch.
    private void Ask(PosixSignalContext signal, string reason)
    {
        if (_reason is not null) return;

        signal.Cancel = true;
        _reason = reason;
        Warnings.Raise($"{reason}: the fit ends after this batch. Once more ends the program.");
    }

    private void End(Learner learn)
    {
        if (learn != _learner || learn.IsInnerPass) return;

        foreach (var registration in _registrations) registration.Dispose();
        (_registrations, _learner, _reason) = ([], null, null);
    }
}
