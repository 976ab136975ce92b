using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FastAI;

/// <summary>Batch norm over axis 1 of an input with any number of places: fastai's <c>BatchNorm</c>.</summary>
/// <remarks>
/// Input and output <c>[batch, features, …]</c>. One class for PyTorch's <c>BatchNorm1d</c>, <c>2d</c> and <c>3d</c>, with their keys.
/// fastai's start values: scale 1 (or 0, see <see cref="NormType.BatchZero"/>), shift 1e-3.
/// </remarks>
public sealed class BatchNormLayer : BatchNorm
{
    private static readonly Scalar s_one = 1;
    private bool _training = true;

    /// <summary>Makes a batch norm.</summary>
    /// <param name="features">Channels, the length of axis 1.</param>
    /// <param name="norm"><see cref="NormType.Batch"/> or <see cref="NormType.BatchZero"/>.</param>
    /// <param name="momentum">Share of the new batch in the running statistics; default 0.1.</param>
    /// <param name="bias">Start value of the shift; fastai's own layers take 1e-3, PyTorch's take 0.</param>
    /// <param name="eps">Added to the variance.</param>
    public BatchNormLayer(long features, NormType norm = NormType.Batch, double momentum = 0.1, double bias = 1e-3, double eps = 1e-5)
        : base(features, eps, momentum, affine: true, track_running_stats: true, device: null, dtype: null, nameof(BatchNormLayer))
    {
        if (norm is not (NormType.Batch or NormType.BatchZero))
            throw new ArgumentOutOfRangeException(nameof(norm), norm, "A batch norm is Batch or BatchZero.");

        using var noGrad = no_grad();
        nn.init.constant_(weight, norm == NormType.BatchZero ? 0 : 1);
        nn.init.constant_(base.bias!, bias);
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
        return nn.functional.batch_norm(input, running_mean, running_var, weight, bias, _training, momentum!.Value, eps);
    }

    /// <summary>Checks nothing: libtorch names both sizes where they do not agree.</summary>
    protected override void ValidateInputDimensions(Tensor input)
    {
    }
}
