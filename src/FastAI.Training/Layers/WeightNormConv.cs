using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FastAI;

/// <summary>A convolution with weight norm: the weight is <c>g·v/‖v‖</c>, the norm taken for each entry of axis 0.</summary>
/// <remarks>Keys <c>bias</c>, <c>weight_g</c>, <c>weight_v</c>, as PyTorch's <c>weight_norm</c> leaves them.</remarks>
internal sealed class WeightNormConv : Layer
{
    private readonly ConvGeometry _geometry;
    private readonly long[] _inner;
    [ComponentName(Name = "bias")] private readonly Parameter? _bias;
    [ComponentName(Name = "weight_g")] private readonly Parameter _length;
    [ComponentName(Name = "weight_v")] private readonly Parameter _direction;

    /// <summary>Takes over a filled convolution and its tensors.</summary>
    public WeightNormConv(ConvGeometry geometry, Convolution filled) : base(nameof(WeightNormConv))
    {
        _geometry = geometry;
        _inner = [.. Enumerable.Range(1, geometry.Dimensions + 1).Select(axis => (long)axis)];
        using (no_grad())
        {
            _direction = filled.weight.NewParameter();
            _length = Norm(_direction).AsOwnParameter();
            _bias = filled.bias?.NewParameter();
        }

        filled.Dispose();
        if (_bias is not null) register_parameter("bias", _bias);
        register_parameter("weight_g", _length);
        register_parameter("weight_v", _direction);
    }

    /// <summary>Replaces the weight by one of the same shape: direction and length are taken from it.</summary>
    public void SetWeight(Tensor weight)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        _direction.copy_(weight);
        _length.copy_(Norm(_direction));
    }

    public override Tensor forward(Tensor input)
    {
        using var norm = Norm(_direction);
        using var scale = _length.div(norm);
        using var weight = _direction.mul(scale);
        return _geometry.Apply(input, weight, _bias);
    }

    // By squares and a root: linalg.norm over more than two axes at once is refused by libtorch.
    private Tensor Norm(Tensor v)
    {
        using var squares = v.square();
        using var sum = squares.sum(_inner, keepdim: true);
        return sum.sqrt();
    }
}
