using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FastAI;

/// <summary>Instance norm: every channel of every sample by its own mean and variance. fastai's <c>InstanceNorm</c>.</summary>
/// <remarks>
/// Input and output <c>[batch, features, …]</c>. Learns a scale (1, or 0 for <see cref="NormType.InstanceZero"/>) and a shift (1e-3); keeps
/// no running statistics, so that training and evaluation do the same.
/// </remarks>
public sealed class InstanceNormLayer : NormBase
{
    /// <summary>Makes an instance norm.</summary>
    /// <param name="features">Channels, the length of axis 1.</param>
    /// <param name="norm"><see cref="NormType.Instance"/> or <see cref="NormType.InstanceZero"/>.</param>
    /// <param name="eps">Added to the variance.</param>
    public InstanceNormLayer(long features, NormType norm = NormType.Instance, double eps = 1e-5)
        : base(features, eps, momentum: 0.1, affine: true, track_running_stats: false, device: null, dtype: null, nameof(InstanceNormLayer))
    {
        if (norm is not (NormType.Instance or NormType.InstanceZero))
            throw new ArgumentOutOfRangeException(nameof(norm), norm, "An instance norm is Instance or InstanceZero.");

        using var noGrad = no_grad();
        nn.init.constant_(weight, norm == NormType.InstanceZero ? 0 : 1);
        nn.init.constant_(bias!, 1e-3);
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => nn.functional.instance_norm(input, weight: weight, bias: bias, eps: eps);

    /// <summary>Checks nothing: libtorch names both sizes where they do not agree.</summary>
    protected override void ValidateInputDimensions(Tensor input)
    {
    }
}
