using static TorchSharp.torch;

namespace FastAI;

/// <summary>What callbacks read, replace and ask for.</summary>
public partial class Learner
{
    /// <summary>Whether a fit is under way.</summary>
    public bool IsFitting => _fit is not null;

    /// <summary>Whether the pass under way runs inside a hook of another, as a validation that a callback asks for.</summary>
    internal bool IsInnerPass => _pass?.Outer is not null;

    /// <summary>Whether the fit under way is a search for the learning rate.</summary>
    internal bool IsSearching => _isSearching;

    /// <summary>Whether the pass under way is a training one.</summary>
    public bool IsTraining => _pass?.IsTraining ?? false;

    /// <summary>The epoch of the fit, from 0.</summary>
    public int Epoch => _fit?.Epoch ?? 0;

    /// <summary>Number of epochs of the fit.</summary>
    public int EpochCount => _fit?.Epochs ?? 0;

    /// <summary>The batch in its pass, from 0.</summary>
    public int Iteration => Math.Max(_pass?.Iteration ?? 0, 0);

    /// <summary>Number of batches in the pass.</summary>
    public int BatchCount => _pass?.Loader?.KnownCount ?? 0;

    /// <summary>The position in the fit, from 0 at its beginning towards 1 at its end; fastai's <c>pct_train</c>.</summary>
    public double Position => _fit?.Position ?? 0;

    /// <summary>The learning rate of the last group of parameters.</summary>
    public double LearningRate => Optimizer.Groups[^1].LearningRate;

    /// <summary>The batch under way.</summary>
    public Batch Batch => InBatch().Batch!;

    /// <summary>The model's input. Setting it, before the model has seen it, replaces it.</summary>
    public Tensor X { get => Inputs.Single; set => Inputs = value; }

    /// <summary>What the prediction is compared with. Setting it replaces it for the loss and the metrics.</summary>
    public Tensor Y { get => Targets.Single; set => Targets = value; }

    /// <summary>The model's inputs, where there are several.</summary>
    public Tensors Inputs { get => InBatch().Inputs; set => InBatch().Inputs = value; }

    /// <summary>The targets, where there are several; none for unlabelled data.</summary>
    public Tensors Targets { get => InBatch().Targets; set => InBatch().Targets = value; }

    /// <summary>What the model has predicted. Setting it replaces it for the loss.</summary>
    public Tensor Prediction { get => Predictions.Single; set => Predictions = value; }

    /// <summary>What the model has predicted, where that is several tensors.</summary>
    public Tensors Predictions { get => InBatch().Prediction; set => InBatch().Prediction = value; }

    /// <summary>
    /// The loss of the batch, a single number. Setting it replaces what gradients are computed of; the record holds it as it is after AfterLoss.
    /// </summary>
    public Tensor Loss
    {
        get => InBatch().Loss ?? throw new InvalidOperationException("The loss of this batch is not computed yet: it is there from AfterLoss on.");
        set => InBatch().Loss = value;
    }

    /// <summary>Asks the loop to leave the rest of this batch. Right from BeforeBatch on, before AfterBatch.</summary>
    /// <param name="reason">Why, for the record.</param>
    /// <exception cref="InvalidOperationException">There is no such part under way.</exception>
    public void CancelBatch(string reason) => Cancel(LoopPart.Batch, reason);

    /// <summary>Asks the loop to leave the optimizer's step of this batch.</summary>
    /// <inheritdoc cref="CancelBatch" />
    public void CancelStep(string reason) => Cancel(LoopPart.Step, reason);

    /// <summary>Asks the loop to leave the backward pass of this batch.</summary>
    /// <inheritdoc cref="CancelBatch" />
    public void CancelBackward(string reason) => Cancel(LoopPart.Backward, reason);

    /// <summary>Asks the loop to leave the rest of this epoch's training part.</summary>
    /// <inheritdoc cref="CancelBatch" />
    public void CancelTrain(string reason) => Cancel(LoopPart.Train, reason);

    /// <summary>Asks the loop to leave the rest of this validation.</summary>
    /// <inheritdoc cref="CancelBatch" />
    public void CancelValidate(string reason) => Cancel(LoopPart.Validate, reason);

    /// <summary>Asks the loop to leave the rest of this epoch.</summary>
    /// <inheritdoc cref="CancelBatch" />
    public void CancelEpoch(string reason) => Cancel(LoopPart.Epoch, reason);

    /// <summary>Asks the loop to end this fit: the closing events run, and the row of this epoch is kept and marked as incomplete.</summary>
    /// <inheritdoc cref="CancelBatch" />
    public void CancelFit(string reason) => Cancel(LoopPart.Fit, reason);

    private void Cancel(LoopPart part, string reason)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        if (_pass is not { } pass || !pass.IsOpen(part))
        {
            var where = _pass?.Running is { } running ? $"{running.Callback.Name} asked for it in {running.Event}, " : "";
            var during = _pass is null ? "while nothing runs" : $"during {(_pass.IsTraining ? "training" : "validation")}";
            throw new InvalidOperationException(
                $"There is no {part.Called()} to cancel here: {where}{during}. " +
                $"Ask for it from {part.Events().Before} on, before {part.Events().After}.");
        }

        if (part > pass.Cancelled) (pass.Cancelled, pass.Reason) = (part, reason);
    }

    private Pass InBatch()
        => _pass is { Batch: not null } pass ? pass : throw new InvalidOperationException(
            "There is no batch here: inputs, predictions and losses are there from BeforeBatch to AfterBatch, and end with their batch. " +
            "To keep one, copy it in the event: x.detach().clone().DetachFromDisposeScope().");
}
