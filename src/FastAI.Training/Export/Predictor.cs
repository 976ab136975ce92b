using TorchSharp;
using static TorchSharp.torch;

namespace FastAI;

/// <summary>
/// A model that is ready to use: it takes values as the data block made them, runs the steps of validation, and gives values back. It cannot be
/// trained.
/// </summary>
/// <typeparam name="TX">What an input is.</typeparam>
/// <typeparam name="TY">What a target is.</typeparam>
/// <remarks>What <see cref="LearnerFile"/> loads, and what <see cref="Learner{TX, TY}.Predict(TX)"/> uses. Several threads may predict at
/// once.</remarks>
public sealed class Predictor<TX, TY> : IDisposable
{
    private readonly Preprocessing<TX, TY> _steps;
    private readonly nn.Module _model;
    private readonly Func<Tensors, Tensors> _forward;
    private readonly bool _ownsModel;
    private bool _isDisposed;

    internal Predictor(Preprocessing<TX, TY> steps, nn.Module model, Device device, bool ownsModel)
    {
        (_steps, _model, Device, _ownsModel) = (steps, model, device, ownsModel);
        _forward = ModelCall.Of(model);
    }

    /// <summary>The device that is predicted on.</summary>
    public Device Device { get; }

    /// <summary>The classes of the target, where it has classes.</summary>
    public IReadOnlyList<string> Vocabulary => _steps.YCodec.Vocabulary;

    /// <summary>The steps that an input goes through.</summary>
    public string Steps => $"{_steps.ItemTransforms} → batch → {_steps.BatchTransforms}";

    /// <summary>How inputs become tensors.</summary>
    public Codec<TX> XCodec => _steps.XCodec;

    /// <summary>How targets become tensors.</summary>
    public Codec<TY> YCodec => _steps.YCodec;

    /// <summary>The model, in evaluation mode.</summary>
    public nn.Module Model => _model;

    /// <summary>What the model makes of one input.</summary>
    /// <exception cref="DataException">A step cannot be run on it.</exception>
    public Prediction<TY> Predict(TX value) => Predict([value])[0];

    /// <summary>What the model makes of several inputs, in their order.</summary>
    /// <param name="values">The inputs.</param>
    /// <param name="batchSize">How many go through the model at once.</param>
    /// <param name="cancellationToken">Looked at once a batch.</param>
    /// <exception cref="DataException">A step cannot be run on one of them; names its place.</exception>
    public IReadOnlyList<Prediction<TY>> Predict(IEnumerable<TX> values, int batchSize = 64, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        var predictions = new List<Prediction<TY>>();
        using var evaluation = new EvaluationMode(_model);
        foreach (var chunk in values.Chunk(Check.AtLeast(batchSize, 1, nameof(batchSize))))
        {
            cancellationToken.ThrowIfCancellationRequested();
            Predict(scope => Inputs(chunk, predictions.Count, scope), chunk.Length, predictions);
        }

        return predictions;
    }

    /// <summary>What the model makes of a batch as a loader gives it. The batch is left as it is.</summary>
    internal IReadOnlyList<Prediction<TY>> Predict(Batch batch)
    {
        var predictions = new List<Prediction<TY>>(batch.Size);
        using var evaluation = new EvaluationMode(_model);
        Predict(_ => Tensors.Of([.. batch.Inputs.Select(element => element.Data)]), batch.Size, predictions);
        return predictions;
    }

    private void Predict(Func<DisposeScope, Tensors> inputs, int count, List<Prediction<TY>> predictions)
    {
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var output = _forward(inputs(scope));
        var activated = _steps.Loss.Activation(output);
        var decoded = _steps.Loss.Decode(activated);
        (activated, decoded) = (OnCpu(activated), OnCpu(decoded));
        for (var sample = 0; sample < count; sample++) predictions.Add(_steps.YCodec.ReadPrediction(activated, decoded, sample));
    }

    private Tensors Inputs(TX[] values, int first, DisposeScope scope)
    {
        using var builder = _steps.XCodec.NewBatch(values.Length);
        for (var slot = 0; slot < values.Length; slot++)
        {
            var value = RunItemTransforms(values[slot], first + slot);
            try
            {
                builder.Write(slot, value);
            }
            catch (ShapeMismatchException mismatch)
            {
                throw DataException.At("Putting into the batch", _steps.XCodec.Describe(value), first + slot, null, mismatch);
            }
        }

        List<TensorElement> elements = [];
        builder.Build(values.Length, elements);
        var batch = new Batch(elements, [], [.. Enumerable.Range(first, values.Length)], Split.Valid).AttachedTo(scope).To(Device);
        for (var step = 0; step < _steps.BatchTransforms.Steps.Count; step++)
        {
            var transform = _steps.BatchTransforms.Steps[step];
            if (transform.RunsOn(Split.Valid)) batch = batch.Map(transform.Start(new BatchContext(0, 0, batch.Indices, Split.Valid, Device, step)));
        }

        return Tensors.Of([.. batch.Inputs.Select(element => element.Data)]);
    }

    private TX RunItemTransforms(TX value, int index)
    {
        for (var step = 0; step < _steps.ItemTransforms.Steps.Count; step++)
        {
            var transform = _steps.ItemTransforms.Steps[step];
            if (!transform.RunsOn(Split.Valid)) continue;

            try
            {
                value = _steps.XCodec.Map(value, transform.Start(new SampleContext(0, 0, index, Split.Valid, step)));
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                throw DataException.At(transform.Name, _steps.XCodec.Describe(value), index, null, e);
            }
        }

        return value;
    }

    private static Tensors OnCpu(Tensors tensors) => Tensors.Of([.. Enumerable.Range(0, tensors.Count).Select(i => tensors[i].cpu())]);

    /// <summary>Frees the model, unless it belongs to a learner.</summary>
    public void Dispose()
    {
        if (_isDisposed || !_ownsModel) return;

        _isDisposed = true;
        _model.Dispose();
    }

    // A loaded model stays in evaluation mode; a learner's goes back to the mode that it was in, part by part.
    private readonly struct EvaluationMode : IDisposable
    {
        private readonly TrainingModes? _modes;

        public EvaluationMode(nn.Module model)
        {
            if (!model.training) return;
            _modes = new(model);
            model.eval();
        }

        public void Dispose() => _modes?.Restore();
    }
}
