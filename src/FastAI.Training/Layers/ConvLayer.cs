using TensorModule = TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>;

namespace FastAI;

/// <summary>A convolution, a norm and an activation, in that order: fastai's <c>ConvLayer</c>.</summary>
/// <remarks>
/// Input <c>[batch, inputs, …]</c>, output <c>[batch, outputs, …]</c> with <c>dimensions</c> places after the channels. Keys: the
/// convolution is <c>0</c>; norm and activation take the numbers after it. A ReLU overwrites the result of the norm (or convolution) before
/// it, which saves its memory.
/// </remarks>
public sealed class ConvLayer : Chain
{
    /// <summary>Makes the layer, its weights drawn by the activation that follows.</summary>
    /// <param name="inputs">Channels that come in (fastai's <c>ni</c>).</param>
    /// <param name="outputs">Channels that go out (<c>nf</c>).</param>
    /// <param name="kernelSize">Length of the kernel along each dimension (<c>ks</c>).</param>
    /// <param name="stride">Step of the kernel.</param>
    /// <param name="padding">Zeros at each border; default <c>(kernelSize-1)/2</c>, whatever the dilation; 0 if transposed.</param>
    /// <param name="bias">Whether the convolution has a bias; default: only without batch and instance norm.</param>
    /// <param name="dimensions">1, 2 or 3 (<c>ndim</c>).</param>
    /// <param name="norm">The norm; batch by default.</param>
    /// <param name="normFirst">Norm before activation (<c>bn_1st</c>), or after it.</param>
    /// <param name="act">The activation; null is ReLU, <see cref="Activation.None"/> leaves it out.</param>
    /// <param name="transpose">Transposed convolution.</param>
    /// <param name="groups">Groups of channels that do not see one another.</param>
    /// <param name="dilation">Distance between the kernel's points.</param>
    /// <param name="biasDeviation">The bias starts normal with this deviation (<c>bias_std</c>); 0 sets it to 0.</param>
    public ConvLayer(
        long inputs, long outputs, long kernelSize = 3, long stride = 1, long? padding = null, bool? bias = null, int dimensions = 2,
        NormType norm = NormType.Batch, bool normFirst = true, Activation? act = null, bool transpose = false, long groups = 1,
        long dilation = 1, double biasDeviation = 0.01)
        : base(
            nameof(ConvLayer),
            Parts(
                new ConvGeometry(
                    inputs, outputs, kernelSize, stride, padding ?? (transpose ? 0 : (kernelSize - 1) / 2), dilation, groups, dimensions, transpose),
                bias, norm, normFirst, act ?? Activation.Relu, biasDeviation))
    {
    }

    private static IEnumerable<TensorModule> Parts(
        ConvGeometry geometry, bool? bias, NormType norm, bool normFirst, Activation act, double biasDeviation)
    {
        TensorModule? normLayer = norm switch
        {
            NormType.Batch or NormType.BatchZero => new BatchNormLayer(geometry.Outputs, norm),
            NormType.Instance or NormType.InstanceZero => new InstanceNormLayer(geometry.Outputs, norm),
            _ => null,
        };
        var conv = geometry.Create(bias ?? normLayer is null);
        WeightInits.Apply(conv.weight, conv.bias, act.Init, biasDeviation);
        yield return norm switch
        {
            NormType.Weight => new WeightNormConv(geometry, conv),
            NormType.Spectral => new SpectralNormConv(geometry, conv),
            _ => conv,
        };

        // The input of the activation is the result of the layer before it, which nobody else reads.
        var activation = act.IsNone ? null : act.Create(inPlace: true);
        var (second, third) = normFirst ? (normLayer, activation) : (activation, normLayer);
        if (second is not null) yield return second;
        if (third is not null) yield return third;
    }
}
