using TorchSharp.Modules;
using static TorchSharp.torch;
using TensorModule = TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>;

namespace FastAI;

/// <summary>
/// Makes a picture <c>scale</c> times larger by a 1×1 convolution whose channels become places: fastai's <c>PixelShuffle_ICNR</c>.
/// </summary>
/// <remarks>
/// Input <c>[batch, inputs, height, width]</c>, output <c>[batch, outputs, scale·height, scale·width]</c>. The convolution starts so that
/// all places made from one are equal (Aitken et al. 2017), which avoids a checkerboard. Keys under <c>0</c>.
/// </remarks>
public sealed class PixelShuffleIcnr : Chain
{
    /// <summary>Makes the layer.</summary>
    /// <param name="inputs">Channels that come in (<c>ni</c>).</param>
    /// <param name="outputs">Channels that go out (<c>nf</c>); default: as many.</param>
    /// <param name="scale">How many times larger.</param>
    /// <param name="blur">Average 2×2 places afterwards, step 1 (Sugawara et al. 2018).</param>
    /// <param name="norm">Norm of the convolution.</param>
    /// <param name="act">Activation before the shuffle; null is ReLU.</param>
    public PixelShuffleIcnr(
        long inputs, long? outputs = null, int scale = 2, bool blur = false, NormType norm = NormType.Weight, Activation? act = null)
        : base(nameof(PixelShuffleIcnr), Parts(inputs, outputs ?? inputs, scale, blur, norm, act))
    {
    }

    /// <summary>The ICNR start: an inner weight, each kernel of it repeated for the <c>scale²</c> outputs that become one place.</summary>
    /// <param name="weight">
    /// The weight to be filled, <c>[outputs, inputs, height, width]</c>; outputs must be a multiple of <c>scale²</c>.
    /// </param>
    /// <param name="scale">How many times larger the picture becomes. fastai's layer always takes 2 here; this one takes the layer's.</param>
    /// <param name="fill">Fills the inner weight in place; null is Kaiming normal.</param>
    /// <returns>A fresh tensor of the weight's shape; the caller disposes.</returns>
    public static Tensor IcnrInit(Tensor weight, int scale = 2, Action<Tensor>? fill = null)
    {
        ArgumentNullException.ThrowIfNull(weight);
        var shape = weight.shape;
        var copies = (long)scale * scale;
        if (shape[0] % copies != 0)
            throw new ArgumentException($"{shape[0]} outputs are no multiple of scale² = {copies}.", nameof(weight));

        using var noGrad = no_grad();
        using var inner = zeros([shape[0] / copies, .. shape.AsSpan(1)], weight.dtype, weight.device);
        if (fill is null) nn.init.kaiming_normal_(inner);
        else fill(inner);

        return inner.repeat_interleave(copies, dim: 0);
    }

    private static IEnumerable<TensorModule> Parts(long inputs, long outputs, int scale, bool blur, NormType norm, Activation? act)
    {
        var conv = new ConvLayer(inputs, outputs * scale * scale, kernelSize: 1, norm: norm, act: act, biasDeviation: 0);
        Fill(conv[0], scale);
        yield return conv;
        yield return nn.PixelShuffle(scale);
        if (blur)
        {
            yield return nn.ReplicationPad2d((1, 0, 1, 0));
            yield return nn.AvgPool2d(2, stride: 1);
        }
    }

    private static void Fill(TensorModule conv, int scale)
    {
        switch (conv)
        {
            case WeightNormConv weightNorm:
                using (var weight = IcnrInit(weightNorm.get_parameter("weight_v")!, scale)) weightNorm.SetWeight(weight);
                break;
            case SpectralNormConv spectral:
                using (var weight = IcnrInit(spectral.get_parameter("weight_orig")!, scale)) spectral.SetWeight(weight);
                break;
            case Convolution plain:
                using (no_grad())
                using (var weight = IcnrInit(plain.weight, scale)) plain.weight.copy_(weight);
                break;
        }
    }
}
