using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FastAI;

/// <summary>Attention without softmax, over all places: <c>γ·(x·xᵀ)·conv(x) + x</c>. fastai's <c>SimpleSelfAttention</c>.</summary>
/// <remarks>
/// Input and output <c>[batch, channels, …]</c>. γ starts at 0. Keys <c>gamma</c>, <c>conv.weight_orig</c>, <c>conv.weight_u</c>,
/// <c>conv.weight_v</c>: the convolution has spectral norm. fastai's option <c>sym</c> is left out: there it has no effect.
/// </remarks>
public sealed class SimpleSelfAttention : Layer
{
    private readonly SpectralNormConv _conv;
    [ComponentName(Name = "gamma")] private readonly Parameter _gamma;

    /// <summary>Makes the layer.</summary>
    /// <param name="channels">Channels that come in and go out (<c>n_in</c>).</param>
    /// <param name="kernelSize">Kernel of the convolution over the flattened places (<c>ks</c>), odd.</param>
    public SimpleSelfAttention(long channels, long kernelSize = 1) : base(nameof(SimpleSelfAttention))
    {
        _gamma = zeros(1).AsOwnParameter();
        register_parameter("gamma", _gamma);

        var geometry = new ConvGeometry(channels, channels, kernelSize, 1, kernelSize / 2, 1, 1, 1, Transposed: false);
        var conv = geometry.Create(bias: false);
        using (no_grad()) nn.init.kaiming_normal_(conv.weight);
        _conv = new SpectralNormConv(geometry, conv);
        register_module("conv", _conv);
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var x = input.flatten(2);
        using var convolved = _conv.call(x);
        using var turned = x.transpose(1, 2);
        using var similar = x.bmm(turned);                 // [batch, channels, channels]
        using var mixed = similar.bmm(convolved);
        using var scaled = mixed.mul(_gamma);
        using var result = scaled.add(x);
        return result.view(input.shape);
    }
}
