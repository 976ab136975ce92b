using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace FastAI;

/// <summary>What a convolution is apart from its weights, for one, two or three dimensions, plain or transposed.</summary>
internal sealed record ConvGeometry(
    long Inputs, long Outputs, long Kernel, long Stride, long Padding, long Dilation, long Groups, int Dimensions, bool Transposed)
{
    private readonly long[] _stride = Same(Stride, Dimensions);
    private readonly long[] _padding = Same(Padding, Dimensions);
    private readonly long[] _dilation = Same(Dilation, Dimensions);
    private readonly long[] _outputPadding = Same(0, Dimensions);

    /// <summary>A module with weights of its own, filled as PyTorch does.</summary>
    public Convolution Create(bool bias)
    {
        // TorchSharp's own start values leave a temporary behind; the module's tensors leave the scope by themselves.
        using var scope = NewDisposeScope();
        return (Dimensions, Transposed) switch
        {
            (1, false) => nn.Conv1d(Inputs, Outputs, Kernel, Stride, Padding, Dilation, groups: Groups, bias: bias),
            (2, false) => nn.Conv2d(Inputs, Outputs, Kernel, Stride, Padding, Dilation, groups: Groups, bias: bias),
            (3, false) => nn.Conv3d(Inputs, Outputs, Kernel, Stride, Padding, Dilation, groups: Groups, bias: bias),
            (1, true) => nn.ConvTranspose1d(Inputs, Outputs, Kernel, Stride, Padding, dilation: Dilation, groups: Groups, bias: bias),
            (2, true) => nn.ConvTranspose2d(Inputs, Outputs, Kernel, Stride, Padding, dilation: Dilation, groups: Groups, bias: bias),
            (3, true) => nn.ConvTranspose3d(Inputs, Outputs, Kernel, Stride, Padding, dilation: Dilation, groups: Groups, bias: bias),
            _ => throw new NotSupportedException($"A convolution has 1, 2 or 3 dimensions, not {Dimensions}."),
        };
    }

    /// <summary>Convolves with weights that someone else holds.</summary>
    public Tensor Apply(Tensor x, Tensor weight, Tensor? bias) => (Dimensions, Transposed) switch
    {
        (1, false) => F.conv1d(x, weight, bias, Stride, Padding, Dilation, Groups),
        (2, false) => F.conv2d(x, weight, bias, _stride, _padding, _dilation, Groups),
        (3, false) => F.conv3d(x, weight, bias, _stride, _padding, _dilation, Groups),
        (1, true) => F.conv_transpose1d(x, weight, bias, Stride, Padding, 0, Dilation, Groups),
        (2, true) => F.conv_transpose2d(x, weight, bias, _stride, _padding, _outputPadding, _dilation, Groups),
        _ => F.conv_transpose3d(x, weight, bias, _stride, _padding, _outputPadding, _dilation, Groups),
    };

    private static long[] Same(long value, int count)
    {
        var values = new long[count];
        Array.Fill(values, value);
        return values;
    }
}
