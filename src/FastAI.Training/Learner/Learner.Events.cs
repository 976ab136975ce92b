using TorchSharp;

namespace FastAI;

/// <summary>How parts of the loop open and close around their events.</summary>
public partial class Learner
{
    /// <summary>Runs something as a pass of its own, from the event that opens it to the one that closes it, however it ends.</summary>
    private void RunPass(LoopPart part, Action body)
    {
        var pass = _pass = new Pass(_pass);
        var wasTraining = _model.training;
        try
        {
            using var scope = torch.NewDisposeScope();
            Run(part, body);
        }
        catch (Exception e)
        {
            foreach (var callback in _callbacks) callback.OnException(this, e);
            throw;
        }
        finally
        {
            EndMetrics(pass);
            _pass = pass.Outer;
            _model.train(pass.Outer is null ? wasTraining : pass.Outer.IsTraining);
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
            if (part == LoopPart.Fit) Recorder.StoppedBecause = pass.Reason;
            if (!Raise(pass, afterCancel)) return false;
        }

        return Raise(pass, after);
    }

    /// <summary>Tells the callbacks of an event, in their order, until one asks to cancel; false where one did.</summary>
    private bool Raise(Pass pass, LearnerEvent happening)
    {
        // A pass inside a hook is no fit of its own: what callbacks keep for the fit around it stays as it is.
        if (pass.Outer is not null && happening is (LearnerEvent.BeforeFit or LearnerEvent.AfterFit or LearnerEvent.BeforeEpoch or LearnerEvent.AfterEpoch))
            return pass.Cancelled == LoopPart.None;

        var callbacks = _callbacks;
        for (var i = 0; i < callbacks.Length; i++)
        {
            pass.Running = (callbacks[i], happening);
            try
            {
                happening.Raise(callbacks[i], this);
            }
            catch (Exception e) when (e is not (OperationCanceledException or TrainingException or DataException))
            {
                throw Wrapped($"{callbacks[i].Name}.{happening}", pass, e);
            }

            if (pass.Cancelled != LoopPart.None) break;
        }

        pass.Running = null;
        return pass.Cancelled == LoopPart.None;
    }

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
        var shapes = pass.Batch is null ? "" : $" Inputs are {pass.Inputs}, targets {pass.Targets}.";
        var message = inner.Message == "" ? "" : $": {inner.Message}";
        return new($"{what} failed{epoch}{batch} ({part}): {inner.GetType().Name}{message}{shapes}", inner)
        {
            Epoch = _fit?.Epoch,
            Batch = pass.Iteration < 0 ? null : pass.Iteration,
        };
    }
}
