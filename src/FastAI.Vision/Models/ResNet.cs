using static TorchSharp.torch;
using TensorModule = TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>;

namespace FastAI.Vision;

/// <summary>The settings of a <see cref="ResNet"/>, under torchvision's names.</summary>
public sealed record ResNetArchitecture : Architecture
{
    /// <summary>Bottlenecks of three convolutions (ResNet-50 and up) instead of blocks of two.</summary>
    public required bool Bottleneck { get; init; }

    /// <summary>Blocks in each of the four stages.</summary>
    public required IReadOnlyList<int> Layers { get; init; }

    /// <summary>Groups of the bottlenecks' middle convolution (ResNeXt).</summary>
    public long Groups { get; init; } = 1;

    /// <summary>Width of the bottlenecks' middle for 64 outputs and one group (<c>width_per_group</c>).</summary>
    public long WidthPerGroup { get; init; } = 64;

    /// <inheritdoc/>
    public override int Cut => -2;

    /// <inheritdoc/>
    public override int Split => 6;

    /// <inheritdoc/>
    public override long Features => 512 * Expansion;

    internal long Expansion => Bottleneck ? 4 : 1;

    /// <inheritdoc/>
    protected override Chain Create(long outputs, long channels) => new ResNet(this, outputs, channels);
}

/// <summary>A residual network as torchvision builds it (He et al. 2015, the stride on the middle convolution).</summary>
/// <remarks>
/// Input <c>[batch, channels, height, width]</c>, output <c>[batch, outputs]</c>. Keys are torchvision's: <c>conv1</c>, <c>bn1</c>,
/// <c>layer1.0.conv1</c>, …, <c>fc</c>. Convolutions start Kaiming normal by what goes out, batch norms at scale 1 and shift 0.
/// </remarks>
public sealed class ResNet : Chain
{
    /// <summary>Builds the network.</summary>
    /// <param name="architecture">Its settings.</param>
    /// <param name="outputs">Length of the result.</param>
    /// <param name="channels">Channels of the pictures.</param>
    public ResNet(ResNetArchitecture architecture, long outputs = 1000, long channels = 3) : base(nameof(ResNet), [])
    {
        ArgumentNullException.ThrowIfNull(architecture);
        if (architecture.Layers.Count != 4)
            throw new ArgumentException($"A ResNet has four stages, {architecture.Id} says {architecture.Layers.Count}.", nameof(architecture));

        Append("conv1", nn.Conv2d(channels, 64, 7, stride: 2, padding: 3, bias: false));
        Append("bn1", new BatchNormLayer(64, bias: 0));
        Append("relu", nn.ReLU(inplace: true));
        Append("maxpool", Pooling.MaxPool(3, stride: 2, padding: 1));
        var before = 64L;
        for (var i = 0; i < 4; i++)
        {
            var stage = new Chain();
            var width = 64L << i;
            for (var j = 0; j < architecture.Layers[i]; j++)
            {
                stage.Append(new ResNetBlock(architecture, before, width, stride: i > 0 && j == 0 ? 2 : 1));
                before = width * architecture.Expansion;
            }

            Append($"layer{i + 1}", stage);
        }

        Append("avgpool", new PoolFlatten());
        Append("fc", nn.Linear(before, outputs));
        ModelInit.KaimingNormal(this, fanOut: true, linear: false);
    }
}

/// <summary>torchvision's <c>BasicBlock</c> and <c>Bottleneck</c>.</summary>
internal sealed class ResNetBlock : Layer
{
    private readonly List<TensorModule> _path = [];
    private readonly Chain? _downsample;
    private readonly TensorModule _relu = nn.ReLU(inplace: true);

    public ResNetBlock(ResNetArchitecture a, long inputs, long width, long stride) : base(nameof(ResNetBlock))
    {
        var outputs = width * a.Expansion;
        if (a.Bottleneck)
        {
            var inner = (long)(width * (a.WidthPerGroup / 64.0)) * a.Groups;
            Add(1, inputs, inner, kernel: 1);
            _path.Add(_relu);
            Add(2, inner, inner, kernel: 3, stride, a.Groups);
            _path.Add(_relu);
            Add(3, inner, outputs, kernel: 1);
            register_module("relu", _relu);
        }
        else
        {
            Add(1, inputs, width, kernel: 3, stride);
            _path.Add(_relu);
            register_module("relu", _relu);
            Add(2, width, width, kernel: 3);
        }

        if (stride == 1 && inputs == outputs) return;

        _downsample = new Chain(nn.Conv2d(inputs, outputs, 1, stride, bias: false), new BatchNormLayer(outputs, bias: 0));
        register_module("downsample", _downsample);
    }

    public override Tensor forward(Tensor input)
    {
        using var path = Chain.Run(_path, input);
        using var shortcut = _downsample?.call(input);
        using var sum = path.add(shortcut ?? input);
        return _relu.call(sum);
    }

    private void Add(int number, long from, long to, long kernel, long stride = 1, long groups = 1)
    {
        var conv = nn.Conv2d(from, to, kernel, stride, padding: kernel / 2, groups: groups, bias: false);
        var norm = new BatchNormLayer(to, bias: 0);
        register_module($"conv{number}", conv);
        register_module($"bn{number}", norm);
        _path.Add(conv);
        _path.Add(norm);
    }
}
