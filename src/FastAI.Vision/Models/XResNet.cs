using static TorchSharp.torch;
using TensorModule = TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>;

namespace FastAI.Vision;

/// <summary>The block that an <see cref="XResNet"/> is made of.</summary>
public enum XResNetBlock
{
    /// <summary><see cref="ResBlock"/>.</summary>
    Plain,

    /// <summary><see cref="ResBlock.SE"/>.</summary>
    SE,

    /// <summary><see cref="ResBlock.SEResNeXt"/>.</summary>
    SEResNeXt,

    /// <summary><see cref="ResBlock.Separable"/>.</summary>
    Separable,
}

/// <summary>The settings of an <see cref="XResNet"/>, under fastai's names.</summary>
public sealed record XResNetArchitecture : Architecture
{
    /// <summary>The kind of block.</summary>
    public XResNetBlock Block { get; init; }

    /// <summary>1 for blocks of two convolutions, 4 for bottlenecks.</summary>
    public required long Expansion { get; init; }

    /// <summary>Blocks in each stage, at least four stages.</summary>
    public required IReadOnlyList<int> Layers { get; init; }

    /// <summary>Groups of the blocks' strided convolutions.</summary>
    public long Groups { get; init; } = 1;

    /// <summary>Squeeze and excitation at the end of each block, the middle this many times narrower; 0: none.</summary>
    public long Reduction { get; init; }

    /// <summary>Dropout before the last layer (<c>p</c>).</summary>
    public double Dropout { get; init; }

    /// <summary>Channels of the three convolutions at the start (<c>stem_szs</c>).</summary>
    public IReadOnlyList<long> StemSizes { get; init; } = [32, 32, 64];

    /// <summary>Factor on the widths of the stages.</summary>
    public double Widen { get; init; } = 1;

    /// <summary>Self-attention at the end of the first stage of the usual four (<c>sa</c>).</summary>
    public bool SelfAttention { get; init; }

    /// <summary>The activation (<c>act_cls</c>).</summary>
    public Activation Act { get; init; } = Activation.Relu;

    /// <summary>1, 2 or 3 (<c>ndim</c>).</summary>
    public int Dimensions { get; init; } = 2;

    /// <summary>Kernel of stem, pool and blocks (<c>ks</c>), odd.</summary>
    public long KernelSize { get; init; } = 3;

    /// <summary>Step of stem, pool and all stages but the first.</summary>
    public long Stride { get; init; } = 2;

    /// <inheritdoc/>
    public override int Cut => -4;

    /// <inheritdoc/>
    public override int Split => 3;

    /// <inheritdoc/>
    public override long Features => StageWidths()[^1] * Expansion;

    /// <inheritdoc/>
    protected override Chain Create(long outputs, long channels) => new XResNet(this, outputs, channels);

    /// <summary>Width of each stage before expansion: 64 to 512, then 256 for further ones.</summary>
    internal long[] StageWidths() => [.. Layers.Select((_, i) => (long)((i < 4 ? 64 << i : 256) * Widen))];
}

/// <summary>A residual network with a stem of three convolutions: fastai's <c>XResNet</c> (He et al. 2018, "Bag of tricks").</summary>
/// <remarks>
/// Input <c>[batch, channels, height, width]</c> (more or fewer places for other <c>Dimensions</c>), output <c>[batch, outputs]</c>. Keys
/// are fastai's: <c>0</c> to <c>2</c> the stem, <c>4</c> … the stages, the last one the linear layer. All weights start Kaiming normal, all
/// biases 0, those of batch norm too.
/// </remarks>
public sealed class XResNet : Chain
{
    /// <summary>Builds the network.</summary>
    /// <param name="architecture">Its settings.</param>
    /// <param name="outputs">Length of the result.</param>
    /// <param name="channels">Channels of the pictures.</param>
    public XResNet(XResNetArchitecture architecture, long outputs = 1000, long channels = 3)
        : base(nameof(XResNet), Parts(architecture, outputs, channels))
    {
        ModelInit.KaimingNormal(this);
        ModelInit.ZeroBiases(this);
    }

    private static IEnumerable<TensorModule> Parts(XResNetArchitecture a, long outputs, long channels)
    {
        ArgumentNullException.ThrowIfNull(a);
        if (a.KernelSize % 2 == 0) throw new ArgumentException($"The kernel of {a.Id} must be odd, not {a.KernelSize}.", nameof(a));
        if (a.StemSizes.Count != 3) throw new ArgumentException($"The stem of {a.Id} has three convolutions, not {a.StemSizes.Count}.", nameof(a));
        if (a.Layers.Count < 4) throw new ArgumentException($"{a.Id} needs at least four stages, not {a.Layers.Count}.", nameof(a));

        var from = channels;
        for (var i = 0; i < 3; i++)
        {
            yield return new ConvLayer(from, a.StemSizes[i], a.KernelSize, i == 0 ? a.Stride : 1, act: a.Act, dimensions: a.Dimensions);
            from = a.StemSizes[i];
        }

        yield return Pooling.MaxPool(a.KernelSize, a.Stride, a.KernelSize / 2, a.Dimensions);

        var widths = a.StageWidths();
        var before = 64 / a.Expansion;
        for (var i = 0; i < widths.Length; i++)
        {
            yield return Stage(a, before, widths[i], a.Layers[i], i == 0 ? 1 : a.Stride, a.SelfAttention && i == widths.Length - 4);
            before = widths[i];
        }

        yield return Pooling.AdaptiveAvgPool(1, a.Dimensions);
        yield return nn.Flatten();
        yield return nn.Dropout(a.Dropout);
        yield return nn.Linear(widths[^1] * a.Expansion, outputs);
    }

    private static Chain Stage(XResNetArchitecture a, long before, long width, int blocks, long stride, bool selfAttention)
    {
        var stage = new Chain();
        for (var i = 0; i < blocks; i++)
        {
            var options = new ResBlockOptions
            {
                Stride = i == 0 ? stride : 1,
                Groups = a.Groups,
                Reduction = a.Reduction,
                SelfAttention = selfAttention && i == blocks - 1,
                Act = a.Act,
                Dimensions = a.Dimensions,
                KernelSize = a.KernelSize,
            };
            var from = i == 0 ? before : width;
            stage.Append(a.Block switch
            {
                XResNetBlock.SE => ResBlock.SE(a.Expansion, from, width, options),
                XResNetBlock.SEResNeXt => ResBlock.SEResNeXt(a.Expansion, from, width, options),
                XResNetBlock.Separable => ResBlock.Separable(a.Expansion, from, width, options),
                _ => new ResBlock(a.Expansion, from, width, options),
            });
        }

        return stage;
    }
}
