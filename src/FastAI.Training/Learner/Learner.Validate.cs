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
        ThrowIfDisposed();
        var batches = loader ?? ValidationLoader();
        ValidationResult? result = null;
        RunPass(isFit: false, () => Run(LoopPart.Epoch, () =>
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
    /// <param name="loader">The batches; those of validation, unless given.</param>
    /// <param name="cancellationToken">Looked at once a batch.</param>
    /// <returns>
    /// Predictions <c>[samples, …]</c> and targets <c>[samples, …]</c>; null for unlabelled samples. Both are in the order of the samples in their
    /// split, in whatever order the loader gives them, and without the batches that a callback has cancelled. The caller disposes both.
    /// </returns>
    /// <exception cref="InvalidOperationException">There is no validation set, or it is empty.</exception>
    /// <inheritdoc cref="Validate" path="/exception" />
    /// <remarks>fastai's <c>get_preds</c>.</remarks>
    public (Tensor Predictions, Tensor? Targets) GetPreds(DataLoader? loader = null, CancellationToken cancellationToken = default)
    {
        ThrowIfDisposed();
        var batches = loader ?? ValidationLoader();
        List<Tensor> predictions = [], targets = [];
        List<int> samples = [];
        try
        {
            RunPass(isFit: false, () => Run(LoopPart.Epoch, () => ValidateIn(batches, cancellationToken)), pass =>
            {
                samples.AddRange(pass.Batch!.Indices);
                var activated = Guarded("The activation", pass, static (learn, pass) => learn.LossFunction.Activation(pass.Prediction));
                predictions.Add(activated.Single.cpu().DetachFromDisposeScope());
                if (pass.Targets.Count > 0) targets.Add(pass.Targets.Single.cpu().DetachFromDisposeScope());
            });
            cancellationToken.ThrowIfCancellationRequested();
            if (predictions.Count == 0) throw new InvalidOperationException("There is nothing to predict: the set has no samples.");

            using var scope = torch.NewDisposeScope();
            var inOrder = InOrder(predictions, samples);
            return (inOrder.DetachFromDisposeScope(), targets.Count == 0 ? null : InOrder(targets, samples).DetachFromDisposeScope());
        }
        finally
        {
            foreach (var tensor in predictions.Concat(targets)) tensor.Dispose();
        }
    }

    private static Tensor InOrder(List<Tensor> parts, List<int> samples)
    {
        var together = torch.cat(parts);
        var isInOrder = true;
        for (var i = 1; i < samples.Count && isInOrder; i++) isInOrder = samples[i - 1] <= samples[i];
        if (!isInOrder)
        {
            int[] places = [.. Enumerable.Range(0, samples.Count).OrderBy(place => samples[place])];
            together = together.index_select(0, torch.tensor(places, dtype: ScalarType.Int64));
        }

        return together;
    }

    private DataLoader ValidationLoader()
        => Loaders.Valid is { KnownCount: not 0 } valid ? valid : throw new InvalidOperationException(
            "There is no validation set: give a splitter that takes items for validation, or the loader to measure.");
}

/// <summary>What a validation has measured.</summary>
/// <param name="Loss">The loss averaged over all items; null where there were none.</param>
/// <param name="Metrics">The metrics by name.</param>
public sealed record ValidationResult(double? Loss, IReadOnlyDictionary<string, double?> Metrics)
{
    /// <summary>The loss and the metrics in a line: <c>loss 0.0371, accuracy 0.9916</c>.</summary>
    public override string ToString()
        => string.Join(", ", Metrics.Prepend(new("loss", Loss)).Select(entry => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{entry.Key} {entry.Value:0.0000}")));
}
