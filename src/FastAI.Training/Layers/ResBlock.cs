using static TorchSharp.torch;
using TensorModule = TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>;

namespace FastAI;

/// <summary>The settings of a <see cref="ResBlock"/>, changed by <c>with</c>.</summary>
public sealed record ResBlockOptions
{
    /// <summary>Step of the block: 2 halves height and width.</summary>
    public long Stride { get; init; } = 1;

    /// <summary>Groups of the strided convolution.</summary>
    public long Groups { get; init; } = 1;

    /// <summary>Squeeze and excitation at the end of the path, the middle this many times narrower; 0 leaves it out.</summary>
    public long Reduction { get; init; }

    /// <summary>Width after the first 1×1 convolution of a bottleneck (<c>nh1</c>); default: <see cref="Inner2"/>.</summary>
    public long? Inner1 { get; init; }

    /// <summary>Width before the last convolution (<c>nh2</c>); default: the block's width.</summary>
    public long? Inner2 { get; init; }

    /// <summary>The strided convolution works on each channel alone (<c>dw</c>).</summary>
    public bool Depthwise { get; init; }

    /// <summary>Groups of the last convolution (<c>g2</c>).</summary>
    public long LastGroups { get; init; } = 1;

    /// <summary><see cref="SimpleSelfAttention"/> at the end of the path (<c>sa</c>).</summary>
    public bool SelfAttention { get; init; }

    /// <summary>Norm of the path; its last one starts at 0 where there is such a kind. The shortcut always has batch norm.</summary>
    public NormType Norm { get; init; } = NormType.Batch;

    /// <summary>The activation.</summary>
    public Activation Act { get; init; } = Activation.Relu;

    /// <summary>1, 2 or 3 (<c>ndim</c>).</summary>
    public int Dimensions { get; init; } = 2;

    /// <summary>Kernel of the convolutions that are not 1×1 (<c>ks</c>).</summary>
    public long KernelSize { get; init; } = 3;

    /// <summary>How the shortcut is pooled where the stride is not 1: <see cref="PoolType.Avg"/> or <see cref="PoolType.Max"/>.</summary>
    public PoolType Pool { get; init; } = PoolType.Avg;

    /// <summary>On the shortcut, pool before the 1×1 convolution, or after it.</summary>
    public bool PoolFirst { get; init; } = true;
}

/// <summary>A residual block: convolutions beside a shortcut, summed, then the activation. fastai's <c>ResBlock</c>.</summary>
/// <remarks>
/// Input <c>[batch, expansion·inputs, …]</c>, output <c>[batch, expansion·outputs, …]</c>. With expansion 1 the path is two convolutions,
/// otherwise a bottleneck of three (1×1, kernel, 1×1). The shortcut is pooled where the stride is not 1 and has a 1×1 convolution where the
/// widths differ. Keys <c>convpath.0</c>, …, <c>idpath.0</c>, ….
/// </remarks>
public sealed class ResBlock : Layer
{
    private readonly Chain _convPath;
    private readonly Chain _idPath;
    private readonly TensorModule? _act;

    /// <summary>Makes a block.</summary>
    /// <param name="expansion">
    /// How many times wider input and output are than <paramref name="inputs"/> and <paramref name="outputs"/> say: 1, or 4 for a
    /// bottleneck.
    /// </param>
    /// <param name="inputs">Width that comes in, before expansion (<c>ni</c>).</param>
    /// <param name="outputs">Width that goes out, before expansion (<c>nf</c>).</param>
    /// <param name="options">Everything else; null for the defaults.</param>
    public ResBlock(long expansion, long inputs, long outputs, ResBlockOptions? options = null) : base(nameof(ResBlock))
    {
        options ??= new ResBlockOptions();
        _convPath = new Chain(ConvPath(expansion, inputs, outputs, options));
        _idPath = new Chain(IdPath(expansion * inputs, expansion * outputs, options));
        _act = options.Act.IsNone ? null : options.Act.Create(inPlace: true);
        register_module("convpath", _convPath);
        register_module("idpath", _idPath);
        if (_act is not null) register_module("act", _act);
    }

    /// <summary>A squeeze-and-excitation block: fastai's <c>SEBlock</c>.</summary>
    /// <param name="expansion">As for <see cref="ResBlock"/>.</param>
    /// <param name="inputs">Width that comes in, before expansion.</param>
    /// <param name="outputs">
    /// Width that goes out, before expansion; the inner widths are twice and <paramref name="expansion"/> times it.
    /// </param>
    /// <param name="options">Everything else; a <c>Reduction</c> of 0 is taken as said, the default is 16.</param>
    public static ResBlock SE(long expansion, long inputs, long outputs, ResBlockOptions? options = null) =>
        new(expansion, inputs, outputs, (options ?? new() { Reduction = 16 }) with { Inner1 = outputs * 2, Inner2 = outputs * expansion });

    /// <summary>A ResNeXt block, with squeeze and excitation if <c>Reduction</c> is not 0: fastai's <c>SEResNeXtBlock</c>.</summary>
    /// <param name="expansion">As for <see cref="ResBlock"/>.</param>
    /// <param name="inputs">Width that comes in, before expansion.</param>
    /// <param name="outputs">Width that goes out, before expansion; the inner width is <c>floor(outputs·baseWidth/64)·groups</c>.</param>
    /// <param name="options">Everything else; the default has 32 groups and a reduction of 16.</param>
    /// <param name="baseWidth">Width of a group for 64 outputs.</param>
    public static ResBlock SEResNeXt(long expansion, long inputs, long outputs, ResBlockOptions? options = null, long baseWidth = 4)
    {
        options ??= new() { Groups = 32, Reduction = 16 };
        var width = (long)Math.Floor(outputs * (baseWidth / 64.0)) * options.Groups;
        return new ResBlock(expansion, inputs, outputs, options with { Inner2 = width });
    }

    /// <summary>A depthwise block: fastai's <c>SeparableBlock</c>.</summary>
    /// <param name="expansion">As for <see cref="ResBlock"/>.</param>
    /// <param name="inputs">Width that comes in, before expansion.</param>
    /// <param name="outputs">Width that goes out, before expansion; the inner width is twice it.</param>
    /// <param name="options">Everything else; the default has a reduction of 16.</param>
    public static ResBlock Separable(long expansion, long inputs, long outputs, ResBlockOptions? options = null) =>
        new(expansion, inputs, outputs, (options ?? new() { Reduction = 16 }) with { Inner2 = outputs * 2, Depthwise = true });

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        var path = _convPath.call(input);
        var shortcut = _idPath.Count == 0 ? input : _idPath.call(input);
        var sum = path.add(shortcut);
        path.Dispose();
        if (!ReferenceEquals(shortcut, input)) shortcut.Dispose();
        if (_act is null) return sum;

        using (sum) return _act.call(sum);
    }

    private static IEnumerable<TensorModule> ConvPath(long expansion, long inputs, long outputs, ResBlockOptions o)
    {
        var inner2 = o.Inner2 ?? outputs;
        var inner1 = o.Inner1 ?? inner2;
        var (wideIn, wideOut) = (inputs * expansion, outputs * expansion);
        var lastNorm = o.Norm switch
        {
            NormType.Batch => NormType.BatchZero,
            NormType.Instance => NormType.InstanceZero,
            _ => o.Norm,
        };

        if (expansion == 1)
        {
            yield return Conv(wideIn, inner2, o.KernelSize, o.Stride, o.Depthwise ? wideIn : o.Groups, o.Norm, o.Act);
            yield return Conv(inner2, wideOut, o.KernelSize, 1, o.LastGroups, lastNorm, Activation.None);
        }
        else
        {
            yield return Conv(wideIn, inner1, 1, 1, 1, o.Norm, o.Act);
            yield return Conv(inner1, inner2, o.KernelSize, o.Stride, o.Depthwise ? inner1 : o.Groups, o.Norm, o.Act);
            yield return Conv(inner2, wideOut, 1, 1, o.LastGroups, lastNorm, Activation.None);
        }

        if (o.Reduction != 0) yield return new SEModule(wideOut, o.Reduction, o.Act);
        if (o.SelfAttention) yield return new SimpleSelfAttention(wideOut);

        ConvLayer Conv(long from, long to, long kernel, long stride, long groups, NormType norm, Activation act) =>
            new(from, to, kernel, stride, dimensions: o.Dimensions, norm: norm, act: act, groups: groups);
    }

    private static List<TensorModule> IdPath(long wideIn, long wideOut, ResBlockOptions o)
    {
        List<TensorModule> path = [];
        if (wideIn != wideOut) path.Add(new ConvLayer(wideIn, wideOut, kernelSize: 1, act: Activation.None, dimensions: o.Dimensions));
        if (o.Stride != 1)
        {
            var pool = o.Pool switch
            {
                PoolType.Avg => Pooling.AvgPool(o.Stride, dimensions: o.Dimensions, ceilMode: true),
                PoolType.Max => Pooling.MaxPool(o.Stride, dimensions: o.Dimensions, ceilMode: true),
                _ => throw new ArgumentException($"The shortcut of a ResBlock is pooled by Avg or Max, not {o.Pool}.", nameof(o)),
            };
            path.Insert(o.PoolFirst ? 0 : path.Count, pool);
        }

        return path;
    }
}
