using TorchSharp;
using static TorchSharp.torch;

namespace FastAI;

/// <summary>Passes that do not train.</summary>
public partial class Learner
{
    /// <summary>The loss and the metrics over a validation set; the record of the last fit stays.</summary>
    /// <param name="loader">The batches; those of validation, unless given.</param>
    /// <param name="cancellationToken">Looked at once a batch.</param>
    /// <exception cref="InvalidOperationException">There is no validation set.</exception>
    /// <exception cref="TrainingException">A callback, the model, the loss or a metric threw.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public ValidationResult Validate(DataLoader? loader = null, CancellationToken cancellationToken = default)
    {
        var batches = loader ?? ValidationLoader();
        ValidationResult? result = null;
        RunPass(LoopPart.Fit, () => Run(LoopPart.Epoch, () =>
        {
            ValidateIn(batches, cancellationToken);
            var pass = _pass!;
            result = new(
                pass.LossItems == 0 ? null : pass.LossSum / pass.LossItems,
                Metrics.Zip(pass.Metrics).ToDictionary(pair => pair.First.Name, pair => pair.Second.Value, StringComparer.Ordinal));
        }));
        cancellationToken.ThrowIfCancellationRequested();
        return result ?? new(null, new Dictionary<string, double?>());
    }

    /// <summary>What the model makes of every sample of a set, activated (for classes: probabilities), and the targets, both on the CPU.</summary>
    /// <param name="loader">The batches, in order; those of validation, unless given.</param>
    /// <param name="cancellationToken">Looked at once a batch.</param>
    /// <returns>Predictions <c>[samples, …]</c> and targets <c>[samples, …]</c>; null for unlabelled samples. The caller disposes both.</returns>
    /// <exception cref="InvalidOperationException">There is no validation set, or it is empty.</exception>
    /// <remarks>fastai's <c>get_preds</c>.</remarks>
    public (Tensor Predictions, Tensor? Targets) GetPreds(DataLoader? loader = null, CancellationToken cancellationToken = default)
    {
        List<Tensor> predictions = [], targets = [];
        try
        {
            var batches = loader ?? ValidationLoader();
            Predict(batches, (prediction, target) =>
            {
                predictions.Add(LossFunction.Activation(prediction).Single.cpu().DetachFromDisposeScope());
                if (target.Count > 0) targets.Add(target.Single.cpu().DetachFromDisposeScope());
            }, cancellationToken);
            if (predictions.Count == 0) throw new InvalidOperationException("There is nothing to predict: the set has no samples.");

            return (torch.cat(predictions).DetachFromDisposeScope(), targets.Count == 0 ? null : torch.cat(targets).DetachFromDisposeScope());
        }
        finally
        {
            foreach (var tensor in predictions.Concat(targets)) tensor.Dispose();
        }
    }

    /// <summary>Goes over batches without training, and hands over each raw prediction with its target while they live.</summary>
    private void Predict(DataLoader batches, Action<Tensors, Tensors> each, CancellationToken cancellationToken)
    {
        var collector = new Collector(each);
        var before = _callbacks;
        _callbacks = [.. _callbacks, collector];
        try
        {
            RunPass(LoopPart.Fit, () => Run(LoopPart.Epoch, () => ValidateIn(batches, cancellationToken)));
        }
        finally
        {
            _callbacks = before;
        }

        cancellationToken.ThrowIfCancellationRequested();
    }

    private DataLoader ValidationLoader()
        => Loaders.Valid is { Count: > 0 } valid ? valid : throw new InvalidOperationException(
            "There is no validation set: give a splitter that takes items for validation, or the loader to measure.");

    private sealed class Collector(Action<Tensors, Tensors> each) : Callback
    {
        public override void AfterBatch(Learner learn) => each(learn.Predictions, learn.Targets);
    }
}

/// <summary>What a validation has measured.</summary>
/// <param name="Loss">The loss averaged over all items; null where there were none.</param>
/// <param name="Metrics">The metrics by name.</param>
public sealed record ValidationResult(double? Loss, IReadOnlyDictionary<string, double?> Metrics);
