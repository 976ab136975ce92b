using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace FastAI;

/// <summary>A convolution with spectral norm: the weight is divided by an estimate of its largest singular value.</summary>
/// <remarks>
/// Keys <c>bias</c>, <c>weight_orig</c>, <c>weight_u</c>, <c>weight_v</c>, as PyTorch's (older) <c>spectral_norm</c> leaves them. In
/// training each call makes one power iteration, which renews u and v; in evaluation they are used as they are.
/// </remarks>
internal sealed class SpectralNormConv : Layer
{
    private readonly ConvGeometry _geometry;
    [ComponentName(Name = "bias")] private readonly Parameter? _bias;
    [ComponentName(Name = "weight_orig")] private readonly Parameter _weight;
    [ComponentName(Name = "weight_u")] private readonly Tensor _u;
    [ComponentName(Name = "weight_v")] private readonly Tensor _v;

    /// <summary>Takes over a filled convolution and its tensors.</summary>
    public SpectralNormConv(ConvGeometry geometry, Convolution filled) : base(nameof(SpectralNormConv))
    {
        _geometry = geometry;
        using (NewDisposeScope())
        using (no_grad())
        {
            _weight = filled.weight.NewParameter();
            _bias = filled.bias?.NewParameter();
            var (rows, columns) = (geometry.Outputs, _weight.numel() / geometry.Outputs);
            if (geometry.Transposed) (rows, columns) = (geometry.Outputs / geometry.Groups, _weight.numel() * geometry.Groups / geometry.Outputs);
            _u = F.normalize(randn(rows), dim: 0).DetachFromDisposeScope();
            _v = F.normalize(randn(columns), dim: 0).DetachFromDisposeScope();
        }

        filled.Dispose();
        if (_bias is not null) register_parameter("bias", _bias);
        register_parameter("weight_orig", _weight);
        register_buffer("weight_u", _u);
        register_buffer("weight_v", _v);
    }

    /// <summary>Replaces the weight by one of the same shape.</summary>
    public void SetWeight(Tensor weight)
    {
        using var noGrad = no_grad();
        _weight.copy_(weight);
    }

    public override Tensor forward(Tensor input)
    {
        using var matrix = AsMatrix();
        if (training) Iterate(matrix);

        // Copies in training: autograd keeps them, and the next call (of a GAN, before this one's backward) renews the buffers.
        using var u = training ? _u.clone() : _u.alias();
        using var v = training ? _v.clone() : _v.alias();
        using var product = matrix.mv(v);
        using var sigma = u.dot(product);
        using var weight = _weight.div(sigma);
        return _geometry.Apply(input, weight, _bias);
    }

    private void Iterate(Tensor matrix)
    {
        using var noGrad = no_grad();
        using var transposed = matrix.t();
        using var right = transposed.mv(_u);
        using var v = F.normalize(right, dim: 0);
        _v.copy_(v);
        using var left = matrix.mv(v);
        using var u = F.normalize(left, dim: 0);
        _u.copy_(u);
    }

    private Tensor AsMatrix()
    {
        if (!_geometry.Transposed) return _weight.flatten(1);

        using var turned = _weight.transpose(0, 1);
        return turned.flatten(1);
    }
}
