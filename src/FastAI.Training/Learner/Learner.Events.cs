using TorchSharp;

namespace FastAI;

/// <summary>How parts of the loop open and close around their events.</summary>
public partial class Learner
{
    /// <summary>Runs something as a pass of its own, from the event that opens it to the one that closes it, however it ends.</summary>
    private void RunPass(bool isFit, Action body, Action<Pass>? eachBatch = null)
    {
        var pass = _pass = new Pass(_pass, isFit) { EachBatch = eachBatch };
        var modes = new TrainingModes(_model);
        try
        {
            using var scope = torch.NewDisposeScope();
            Run(LoopPart.Fit, body);
        }
        catch (Exception e)
        {
            pass.EndBatch();
            TellOfException(pass, e);
            throw;
        }
        finally
        {
            EndMetrics(pass);
            _pass = pass.Outer;
            modes.Restore();
        }
    }

    // What ended the pass is what the caller has to learn of, so that a callback which fails over it is only warned of.
    private void TellOfException(Pass pass, Exception exception)
    {
        foreach (var callback in _callbacks.InOrder)
        {
            if (pass.IsAskedForBy(callback)) continue;

            try
            {
                callback.OnException(this, exception);
            }
            catch (Exception e)
            {
                Warnings.Raise($"{callback.Name}.OnException failed while it was told of a {exception.GetType().Name}: {e.GetType().Name}: {e.Message}");
            }
        }
    }

    /// <summary>One part of the loop: its opening event, its body, the event after its cancelling if that was asked for, its closing event.</summary>
    /// <param name="beforeClosing">Called between body and closing event, with whether the part ran to its end.</param>
    private void Run(LoopPart part, Action body, Action<bool>? beforeClosing = null)
    {
        var pass = _pass!;
        if (Opens(pass, part)) body();
        beforeClosing?.Invoke(pass.Cancelled == LoopPart.None);
        Closes(pass, part);
    }

    /// <summary>Opens a part; false where its body is not to be run.</summary>
    private bool Opens(Pass pass, LoopPart part)
    {
        pass.Enter(part);
        return Raise(pass, part.Events().Before);
    }

    /// <summary>Closes a part; false where a part around it was cancelled, so that what follows is not to be run either.</summary>
    private bool Closes(Pass pass, LoopPart part)
    {
        var (_, afterCancel, after) = part.Events();
        if (pass.Cancelled > part)
        {
            pass.Leave(part);
            return false;
        }

        pass.Leave(part);
        if (pass.Cancelled == part)
        {
            pass.Cancelled = LoopPart.None;
            if (part == LoopPart.Fit && pass.IsFit) Recorder.StoppedBecause = pass.Reason;
            if (!Raise(pass, afterCancel)) return false;
        }

        return Raise(pass, after);
    }

    /// <summary>Tells the callbacks of an event, in their order, until one asks to cancel; false where one did.</summary>
    private bool Raise(Pass pass, LearnerEvent happening)
    {
        var callbacks = _callbacks.Of(happening);
        if (callbacks.Length == 0) return pass.Cancelled == LoopPart.None;

        // A pass inside a hook is no fit of its own: what callbacks keep for the fit around it stays as it is.
        if (pass.Outer is not null && happening is (LearnerEvent.BeforeFit or LearnerEvent.AfterFit or LearnerEvent.BeforeEpoch or LearnerEvent.AfterEpoch))
            return pass.Cancelled == LoopPart.None;

        foreach (var callback in callbacks)
        {
            if (pass.IsAskedForBy(callback)) continue;

            pass.Running = (callback, happening);
            try
            {
                happening.Raise(callback, this);
            }
            catch (Exception e) when (e is not (OperationCanceledException or TrainingException or DataException))
            {
                throw Wrapped($"{callback.Name}.{happening}", pass, e);
            }

            if (pass.Cancelled != LoopPart.None) break;
        }

        pass.Running = null;
        return pass.Cancelled == LoopPart.None;
    }

    /// <summary>Runs a part of the loop's own work; what it throws is given the place where it happened.</summary>
    private T Guarded<T>(string what, Pass pass, Func<Learner, Pass, T> work)
    {
        try
        {
            return work(this, pass);
        }
        catch (Exception e) when (e is not (OperationCanceledException or TrainingException or DataException))
        {
            throw Wrapped(what, pass, e);
        }
    }

    private TrainingException Wrapped(string what, Pass pass, Exception inner)
    {
        var epoch = _fit is null ? "" : $" in epoch {_fit.Epoch}";
        var batch = pass.Iteration < 0 ? "" : $", batch {pass.Iteration}";
        var part = pass.IsTraining ? "training" : "validation";
        var message = inner.Message == "" ? "" : $": {inner.Message}";
        return new($"{what} failed{epoch}{batch} ({part}): {inner.GetType().Name}{message}{Shapes(pass)}", inner)
        {
            Epoch = _fit?.Epoch,
            Batch = pass.Iteration < 0 ? null : pass.Iteration,
        };
    }

    // A hook may have disposed what it was given: saying so must not hide what went wrong.
    private static string Shapes(Pass pass)
    {
        if (pass.Batch is null) return "";
        try
        {
            return $" Inputs are {pass.Inputs}, targets {(pass.Targets.Count == 0 ? "none" : pass.Targets)}.";
        }
        catch (Exception e) when (e is InvalidOperationException or ObjectDisposedException)
        {
            return " Inputs or targets have been disposed.";
        }
    }
}
