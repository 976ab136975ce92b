using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FastAI;

/// <summary>Attention whose keys and values are pooled to half the height and width: fastai's <c>PooledSelfAttention2d</c>.</summary>
/// <remarks>
/// Input and output <c>[batch, channels, height, width]</c>, at least 8 channels. Keys <c>gamma</c> (starts at 0), <c>query.0</c>,
/// <c>key.0</c>, <c>value.0</c>, <c>out.0</c>, all with spectral norm.
/// </remarks>
public sealed class PooledSelfAttention2d : Layer
{
    private readonly ConvLayer _query, _key, _value, _out;
    [ComponentName(Name = "gamma")] private readonly Parameter _gamma;

    /// <summary>Makes the layer.</summary>
    /// <param name="channels">Channels that come in and go out; queries and keys have an eighth, values half of them.</param>
    public PooledSelfAttention2d(long channels) : base(nameof(PooledSelfAttention2d))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 8);
        _gamma = zeros(1).AsOwnParameter();
        register_parameter("gamma", _gamma);
        _query = Projection(channels, channels / 8);
        _key = Projection(channels, channels / 8);
        _value = Projection(channels, channels / 2);
        _out = Projection(channels / 2, channels);
        register_module("query", _query);
        register_module("key", _key);
        register_module("value", _value);
        register_module("out", _out);
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        var shape = input.shape;
        using var query = Flat(_query.call(input));
        using var key = Flat(Pooled(_key.call(input)));
        using var value = Flat(Pooled(_value.call(input)));
        using var turned = query.transpose(1, 2);
        using var scores = turned.bmm(key);                // [batch, places, places/4]
        using var attention = scores.softmax(-1);
        using var back = attention.transpose(1, 2);
        using var mixed = value.bmm(back);
        using var picture = mixed.view(shape[0], -1, shape[2], shape[3]);
        using var result = _out.call(picture);
        using var scaled = result.mul(_gamma);
        return scaled.add(input);
    }

    private static Tensor Flat(Tensor fresh)
    {
        using (fresh) return fresh.flatten(2);
    }

    private static Tensor Pooled(Tensor fresh)
    {
        using (fresh) return nn.functional.max_pool2d(fresh, 2);
    }

    private static ConvLayer Projection(long inputs, long outputs) =>
        new(inputs, outputs, kernelSize: 1, norm: NormType.Spectral, act: Activation.None, bias: false);
}
