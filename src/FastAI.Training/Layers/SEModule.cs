using static TorchSharp.torch;

namespace FastAI;

/// <summary>
/// Squeeze and excitation: scales each channel by a weight learned from all of them. fastai's <c>SEModule</c> (Hu et al. 2018).
/// </summary>
/// <remarks>Input and output <c>[batch, channels, height, width]</c>. Keys <c>layers.1.0</c> (squeeze) and <c>layers.2.0</c> (excite).</remarks>
public sealed class SEModule : SequentialEx
{
    /// <summary>Makes the module.</summary>
    /// <param name="channels">Channels that come in and go out (<c>ch</c>).</param>
    /// <param name="reduction">How many times narrower the middle is, rounded up to a multiple of 8.</param>
    /// <param name="act">Activation of the middle; null is ReLU.</param>
    public SEModule(long channels, long reduction, Activation? act = null) : base(nameof(SEModule), Parts(channels, reduction, act))
    {
    }

    private static nn.Module<Tensor, Tensor>[] Parts(long channels, long reduction, Activation? act)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(reduction);
        var inner = ((channels / reduction) + 7) / 8 * 8;
        if (inner == 0)
            throw new ArgumentException($"{channels} channels reduced by {reduction} leave none: lower the reduction.", nameof(reduction));

        return
        [
            Pooling.AdaptiveAvgPool(),
            new ConvLayer(channels, inner, kernelSize: 1, norm: NormType.None, act: act),
            new ConvLayer(inner, channels, kernelSize: 1, norm: NormType.None, act: Activation.Sigmoid),
            new MergeLayer(MergeType.Multiply),
        ];
    }
}
