using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging;
using TorchSharp;
using static TorchSharp.torch;

namespace FastAI;

/// <summary>The loop.</summary>
public partial class Learner
{
    /// <summary>Trains for some epochs, each followed by a validation.</summary>
    /// <param name="epochs">How many.</param>
    /// <param name="learningRate">The rate; that of the options, unless given. <see cref="Rates.Slice(double, double)"/> gives each group of
    /// parameters its own.</param>
    /// <param name="cbs">Callbacks that take part in this fit only.</param>
    /// <param name="cancellationToken">Looked at once a batch: the closing events run, memory is given back, and the learner stays usable.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="TrainingException">A callback, the model, the loss or a metric threw, or the loss is not finite; names part, epoch and
    /// batch.</exception>
    /// <exception cref="DataException">An item cannot be read.</exception>
    /// <exception cref="InvalidOperationException">A fit of this learner is under way, there is nothing to train on, or a callback is there
    /// twice.</exception>
    public void Fit(int epochs, Rates? learningRate = null, IReadOnlyList<Callback>? cbs = null, CancellationToken cancellationToken = default)
    {
        ThrowIfDisposed();
        ArgumentOutOfRangeException.ThrowIfNegative(epochs);
        ThrowIfFitting();
        if (Loaders.Train.Count == 0)
            throw new InvalidOperationException("There are 0 training items, so there is nothing to train on. Check the splitter of the data block.");

        Optimizer.SetLearningRates(learningRate ?? Options.LearningRate);
        SetGuests(cbs ?? []);
        _fit = new FitState(epochs);
        using var warnings = Options.Logger is { } logger ? Warnings.Subscribe(message => LogWarning(logger, message)) : null;
        try
        {
            Recorder.Start([.. Metrics.Select(metric => metric.Name)]);
            Optimizer.ZeroGrad();
            RunPass(isFit: true, () => FitEpochs(cancellationToken));
        }
        finally
        {
            _fit = null;
            SetGuests([]);
            // A batch that was left before its step has left gradients, which are no part of the next fit.
            Optimizer.ZeroGrad();
        }

        cancellationToken.ThrowIfCancellationRequested();
    }

    private void ThrowIfFitting()
    {
        if (_fit is null) return;

        var where = _pass?.Running is { } running ? $", and {running.Callback.Name} asked for another fit in {running.Event}" : "";
        throw new InvalidOperationException(
            $"This learner is fitting already: it is in epoch {_fit.Epoch} of {_fit.Epochs}{where}. Expected no fit under way. " +
            "Fit after it, or with another learner.");
    }

    private void FitEpochs(CancellationToken cancellationToken)
    {
        var fit = _fit!;
        using var random = TorchRandom.Seeded(Options.Seed);
        for (var epoch = 0; epoch < fit.Epochs && _pass!.Cancelled == LoopPart.None; epoch++)
        {
            fit.Epoch = epoch;
            fit.StartedAt = Stopwatch.GetTimestamp();
            // No sample has this number: dropout draws the same in this epoch whatever went before it.
            TorchRandom.Seed((long)new SampleRandom(Options.Seed, EpochsTrained, long.MaxValue).NextBits());
            (fit.ValidLoss, fit.MetricValues, fit.BatchesBefore) = (null, null, Recorder.Losses.Count);
            Run(LoopPart.Epoch, () => TrainAndValidate(cancellationToken), RecordEpoch);
            EpochsTrained++;
        }
    }

    private void TrainAndValidate(CancellationToken cancellationToken)
    {
        var (fit, pass) = (_fit!, _pass!);
        fit.Position = (double)fit.Epoch / fit.Epochs;
        pass.IsTraining = true;
        _model.train();
        Run(LoopPart.Train, () => RunBatches(Loaders.Train, EpochsTrained, cancellationToken));
        if (pass.Cancelled != LoopPart.None || Loaders.Valid is not { KnownCount: not 0 } valid) return;

        ValidateIn(valid, cancellationToken);
        fit.ValidLoss = pass.LossItems == 0 ? null : pass.LossSum / pass.LossItems;
        fit.MetricValues = [.. pass.Metrics.Select(state => state.Value)];
        EndMetrics(pass);
    }

    private void RecordEpoch(bool isComplete)
    {
        var fit = _fit!;
        if (_pass!.Cancelled == LoopPart.Fit) Recorder.StoppedBecause = _pass.Reason;
        double? trainLoss = Recorder.Losses.Count == fit.BatchesBefore ? null : Recorder.SmoothLosses[^1];
        var row = new EpochRow(
            fit.Epoch, trainLoss, fit.ValidLoss, fit.MetricValues ?? new double?[Metrics.Count], Stopwatch.GetElapsedTime(fit.StartedAt), isComplete);
        Recorder.Add(row);
        if (Options.Logger is not { } logger || !logger.IsEnabled(LogLevel.Information)) return;

        var metrics = string.Join(", ", Recorder.MetricNames.Zip(row.Metrics, (name, value) => string.Create(CultureInfo.InvariantCulture, $"{name} {value:g4}")));
        LogEpoch(logger, row.Epoch, row.TrainLoss, row.ValidLoss, metrics, row.Time);
        if (!row.IsComplete) LogIncomplete(logger, row.Epoch, _pass.Reason);
    }

    /// <summary>A validation inside the pass under way.</summary>
    private void ValidateIn(DataLoader loader, CancellationToken cancellationToken)
    {
        var pass = _pass!;
        pass.IsTraining = false;
        (pass.LossSum, pass.LossItems) = (0, 0);
        EndMetrics(pass);
        pass.Metrics = [.. Metrics.Select(metric => metric.Start())];
        _model.eval();
        using var noGrad = torch.no_grad();
        Run(LoopPart.Validate, () => RunBatches(loader, EpochsTrained, cancellationToken));
    }

    private void RunBatches(DataLoader loader, int epoch, CancellationToken cancellationToken)
    {
        var pass = _pass!;
        (pass.Loader, pass.Iteration) = (loader, -1);
        using var batches = loader.Batches(epoch, cancellationToken).GetEnumerator();
        while (pass.Cancelled == LoopPart.None)
        {
            if (cancellationToken.IsCancellationRequested) CancelByToken(pass);
            else if (Next(pass, batches, cancellationToken) is not { } batch) break;
            else RunBatch(pass, batch);
        }

        pass.Iteration = -1;
    }

    private Batch? Next(Pass pass, IEnumerator<Batch> batches, CancellationToken cancellationToken)
    {
        pass.Iteration++;
        try
        {
            return batches.MoveNext() ? batches.Current : null;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            CancelByToken(pass);
            return null;
        }
        catch (Exception e) when (e is not (OperationCanceledException or TrainingException or DataException))
        {
            throw Wrapped("Loading a batch", pass, e);
        }
    }

    private static void CancelByToken(Pass pass) => (pass.Cancelled, pass.Reason) = (LoopPart.Fit, "The cancellation token was cancelled.");

    private void RunBatch(Pass pass, Batch batch)
    {
        // What an exception leaves open here is closed by the pass, after the callbacks have been told.
        using var scope = torch.NewDisposeScope();
        batch.AttachedTo(scope);
        (pass.Batch, pass.Inputs, pass.Targets) = (batch, TensorsOf(batch.Inputs), TensorsOf(batch.Targets));
        if (Opens(pass, LoopPart.Batch) && PredictAndLoss(pass)) Learn(pass);
        if (pass.Cancelled <= LoopPart.Batch) Measure(pass);
        if (Closes(pass, LoopPart.Batch) && pass.Prediction.Count > 0) pass.EachBatch?.Invoke(pass);
        pass.EndBatch();
    }

    /// <summary>True where there is a loss to learn from.</summary>
    private bool PredictAndLoss(Pass pass)
    {
        pass.Prediction = Guarded("The model", pass, static (learn, pass) => learn._forward(pass.Inputs));
        if (!Raise(pass, LearnerEvent.AfterPred)) return false;

        if (pass.Targets.Count > 0) pass.Loss = Guarded("The loss", pass, static (learn, pass) => learn.LossFunction.Forward(pass.Prediction, pass.Targets));
        return Raise(pass, LearnerEvent.AfterLoss) && pass.IsTraining;
    }

    private void Learn(Pass pass)
    {
        pass.LossValue = Guarded("The loss", pass, static (_, pass) => ReadLoss(pass));
        if (!float.IsFinite(pass.LossValue.Value) && !Options.AllowsNonFiniteLoss && !_isSearching) throw NotFinite(pass);

        if (Opens(pass, LoopPart.Backward)) Guarded("The backward pass", pass, static (_, pass) => Backward(pass));
        if (!Closes(pass, LoopPart.Backward)) return;

        if (Opens(pass, LoopPart.Step)) Guarded("The optimizer's step", pass, static (learn, _) => Step(learn.Optimizer));
        if (Closes(pass, LoopPart.Step)) Optimizer.ZeroGrad();
    }

    private static bool Backward(Pass pass)
    {
        pass.Loss!.backward();
        return true;
    }

    private static bool Step(Optimizer optimizer)
    {
        optimizer.Step();
        return true;
    }

    // Read once a batch, for the record and to see whether it is finite, so that a GPU is waited for once.
    private static float ReadLoss(Pass pass)
    {
        var loss = pass.Loss ?? throw new InvalidOperationException(
            "There is nothing to learn from: the training samples have no targets, and no callback has set a loss in AfterPred or AfterLoss.");
        if (loss.numel() != 1)
            throw new InvalidOperationException($"The loss is [{string.Join(", ", loss.shape)}]: expected a single number. " +
                "Average it over the batch, e.g. loss.mean().");

        return loss.dtype == ScalarType.Float32 ? loss.item<float>() : loss.ToSingle();
    }

    private TrainingException NotFinite(Pass pass)
    {
        string State(IEnumerable<Tensor> tensors) => tensors.All(IsFinite) ? "finite" : "not all finite";
        var inputs = Enumerable.Range(0, pass.Inputs.Count).Select(i => pass.Inputs[i]);
        var targets = Enumerable.Range(0, pass.Targets.Count).Select(i => pass.Targets[i]);
        var suspects = inputs.All(IsFinite) ? "" : $" Items of the batch with such inputs: {string.Join(", ", NonFiniteItems(pass))}.";
        return new(
            $"The loss is {pass.LossValue} in epoch {Epoch}, batch {pass.Iteration} (learning rate {LearningRate:g3}). " +
            $"Inputs are {State(inputs)}, targets are {State(targets)}, " +
            $"parameters are {State(_model.parameters())}.{suspects} The fit was stopped before the step. " +
            "Lower the learning rate, or look for NaN in the data (learn.Loaders.Train.OneBatch()).")
        { Epoch = Epoch, Batch = pass.Iteration };
    }

    private static bool IsFinite(Tensor tensor)
    {
        using var scope = torch.NewDisposeScope();
        return !tensor.is_floating_point() || tensor.isfinite().all().item<bool>();
    }

    private static IEnumerable<string> NonFiniteItems(Pass pass)
        => Enumerable.Range(0, pass.Batch!.Size)
            .Where(sample => Enumerable.Range(0, pass.Inputs.Count).Any(input => !IsFinite(pass.Inputs[input][sample])))
            .Take(3).Select(sample => pass.Loader!.NameOf(pass.Batch.Indices[sample]));

    private void Measure(Pass pass)
    {
        if (pass.IsTraining) _fit!.Position += 1.0 / ((double)pass.Loader!.Count * _fit.Epochs);
        if (pass.Loss is null) return;

        var loss = pass.LossValue ?? Guarded("The loss", pass, static (_, pass) => ReadLoss(pass));
        if (pass.IsTraining)
        {
            var group = Optimizer.Groups[^1];
            Recorder.Add(loss, group.LearningRate, group.Momentum);
            return;
        }

        pass.LossSum += (double)loss * pass.Batch!.Size;
        pass.LossItems += pass.Batch.Size;
        if (pass.Targets.Count == 0) return;

        for (var i = 0; i < pass.Metrics.Length; i++)
        {
            try
            {
                pass.Metrics[i].Accumulate(pass.Prediction, pass.Targets);
            }
            catch (Exception e) when (e is not (OperationCanceledException or TrainingException))
            {
                throw Wrapped($"The metric {Metrics[i].Name}", pass, e);
            }
        }
    }

    private static Tensors TensorsOf(IReadOnlyList<TensorElement> elements)
        => elements.Count == 1 ? elements[0].Data : Tensors.Of([.. elements.Select(element => element.Data)]);

    private static void EndMetrics(Pass pass)
    {
        foreach (var state in pass.Metrics) state.Dispose();
        pass.Metrics = [];
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Epoch {Epoch}: train_loss {TrainLoss}, valid_loss {ValidLoss}, {Metrics}, {Time}")]
    private static partial void LogEpoch(ILogger logger, int epoch, double? trainLoss, double? validLoss, string metrics, TimeSpan time);

    [LoggerMessage(Level = LogLevel.Information, Message = "Epoch {Epoch} is incomplete: {Reason}")]
    private static partial void LogIncomplete(ILogger logger, int epoch, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Message}")]
    private static partial void LogWarning(ILogger logger, string message);
}
