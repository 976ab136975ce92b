using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FastAI;

/// <summary>Attention of every place to every other: fastai's <c>SelfAttention</c> (Zhang et al. 2018).</summary>
/// <remarks>
/// Input and output <c>[batch, channels, …]</c>, at least 8 channels. Keys <c>gamma</c> (starts at 0), <c>query.0</c>, <c>key.0</c>,
/// <c>value.0</c>, all with spectral norm. The softmax is over the first of the two axes of places, as in fastai.
/// </remarks>
public sealed class SelfAttention : Layer
{
    private readonly ConvLayer _query, _key, _value;
    [ComponentName(Name = "gamma")] private readonly Parameter _gamma;

    /// <summary>Makes the layer.</summary>
    /// <param name="channels">Channels that come in and go out; queries and keys have an eighth of them.</param>
    public SelfAttention(long channels) : base(nameof(SelfAttention))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 8);
        _gamma = zeros(1).AsOwnParameter();
        register_parameter("gamma", _gamma);
        _query = Projection(channels, channels / 8);
        _key = Projection(channels, channels / 8);
        _value = Projection(channels, channels);
        register_module("query", _query);
        register_module("key", _key);
        register_module("value", _value);
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var x = input.flatten(2);
        using var query = _query.call(x);
        using var key = _key.call(x);
        using var value = _value.call(x);
        using var turned = query.transpose(1, 2);
        using var scores = turned.bmm(key);                // [batch, places, places]
        using var attention = scores.softmax(1);
        using var mixed = value.bmm(attention);
        using var scaled = mixed.mul(_gamma);
        using var result = scaled.add(x);
        return result.view(input.shape);
    }

    private static ConvLayer Projection(long inputs, long outputs) =>
        new(inputs, outputs, kernelSize: 1, dimensions: 1, norm: NormType.Spectral, act: Activation.None, bias: false);
}
