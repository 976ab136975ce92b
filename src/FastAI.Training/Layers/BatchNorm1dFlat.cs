using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FastAI;

/// <summary>Batch norm over the last axis, where all axes before it count as samples: fastai's <c>BatchNorm1dFlat</c>.</summary>
/// <remarks>Input and output <c>[…, features]</c>. Keys and start values are those of PyTorch's <c>BatchNorm1d</c>: scale 1, shift 0.</remarks>
public sealed class BatchNorm1dFlat : BatchNorm
{
    private static readonly Scalar s_one = 1;
    private bool _training = true;

    /// <summary>Makes the layer.</summary>
    /// <param name="features">Length of the last axis.</param>
    /// <param name="momentum">Share of the new batch in the running statistics.</param>
    /// <param name="eps">Added to the variance.</param>
    public BatchNorm1dFlat(long features, double momentum = 0.1, double eps = 1e-5)
        : base(features, eps, momentum, affine: true, track_running_stats: true, device: null, dtype: null, nameof(BatchNorm1dFlat))
    {
    }

    /// <inheritdoc/>
    public override bool training => _training;

    /// <inheritdoc/>
    public override void train(bool train = true)
    {
        _training = train;
        base.train(train);
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        if (_training) num_batches_tracked!.add_(s_one);

        var shape = input.shape;
        if (shape.Length == 2) return Normalize(input);

        using var flat = input.reshape(-1, shape[^1]);
        using var result = Normalize(flat);
        return result.view(shape);
    }

    /// <summary>Checks nothing: libtorch names both sizes where they do not agree.</summary>
    protected override void ValidateInputDimensions(Tensor input)
    {
    }

    private Tensor Normalize(Tensor x) =>
        nn.functional.batch_norm(x, running_mean, running_var, weight, bias, _training, momentum!.Value, eps);
}
