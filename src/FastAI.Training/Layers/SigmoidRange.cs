using TorchSharp;
using static TorchSharp.torch;

namespace FastAI;

/// <summary>A sigmoid stretched from <c>low</c> to <c>high</c>: fastai's <c>SigmoidRange</c>.</summary>
/// <remarks>Any shape. The ends themselves are reached by no finite input: give a range a little wider than that of the targets.</remarks>
public sealed class SigmoidRange(double low, double high) : Layer(nameof(SigmoidRange))
{
    private readonly Scalar _width = high - low;
    private readonly Scalar _low = low;

    /// <summary>The lower end.</summary>
    public double Low { get; } = low;

    /// <summary>The upper end.</summary>
    public double High { get; } = high;

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var sigmoid = input.sigmoid();
        using var scaled = sigmoid.mul(_width);
        return scaled.add(_low);
    }
}
