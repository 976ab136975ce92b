using static TorchSharp.torch;
using TensorModule = TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>;

namespace FastAI.Vision;

/// <summary>The settings of a <see cref="DenseNet"/>.</summary>
public sealed record DenseNetArchitecture : Architecture
{
    /// <summary>Layers in each of the dense blocks.</summary>
    public required IReadOnlyList<int> Blocks { get; init; }

    /// <summary>Channels that each layer adds (<c>growth_rate</c>).</summary>
    public long Growth { get; init; } = 32;

    /// <summary>Channels of the first convolution (<c>num_init_features</c>).</summary>
    public long Start { get; init; } = 64;

    /// <inheritdoc/>
    public override int Cut => -3;

    /// <inheritdoc/>
    public override int Split => 7;

    /// <inheritdoc/>
    public override long Features
    {
        get
        {
            var width = Start;
            for (var i = 0; i < Blocks.Count; i++)
            {
                width += Blocks[i] * Growth;
                if (i < Blocks.Count - 1) width /= 2;
            }

            return width;
        }
    }

    /// <inheritdoc/>
    protected override Chain Create(long outputs, long channels) => new DenseNet(this, outputs, channels);
}

/// <summary>torchvision's DenseNet (Huang et al. 2016), with its keys.</summary>
/// <remarks>
/// Input <c>[batch, channels, height, width]</c>, output <c>[batch, outputs]</c>. What torchvision does between <c>features</c> and
/// <c>classifier</c> by functions (ReLU, pool) are layers here, without keys.
/// </remarks>
public sealed class DenseNet : Chain
{
    /// <summary>Builds the network.</summary>
    /// <param name="architecture">Its settings.</param>
    /// <param name="outputs">Length of the result.</param>
    /// <param name="channels">Channels of the pictures.</param>
    public DenseNet(DenseNetArchitecture architecture, long outputs = 1000, long channels = 3) : base(nameof(DenseNet), [])
    {
        ArgumentNullException.ThrowIfNull(architecture);
        var features = new Chain();
        features.Append("conv0", nn.Conv2d(channels, architecture.Start, 7, stride: 2, padding: 3, bias: false));
        features.Append("norm0", new BatchNormLayer(architecture.Start, bias: 0));
        features.Append("relu0", nn.ReLU(inplace: true));
        features.Append("pool0", Pooling.MaxPool(3, stride: 2, padding: 1));

        var width = architecture.Start;
        for (var i = 0; i < architecture.Blocks.Count; i++)
        {
            var block = new Chain();
            for (var j = 0; j < architecture.Blocks[i]; j++)
            {
                block.Append($"denselayer{j + 1}", new DenseLayer(width, architecture.Growth));
                width += architecture.Growth;
            }

            features.Append($"denseblock{i + 1}", block);
            if (i == architecture.Blocks.Count - 1) break;

            var transition = new Chain();
            transition.Append("norm", new BatchNormLayer(width, bias: 0));
            transition.Append("relu", nn.ReLU(inplace: true));
            transition.Append("conv", nn.Conv2d(width, width / 2, 1, bias: false));
            transition.Append("pool", Pooling.AvgPool(2));
            features.Append($"transition{i + 1}", transition);
            width /= 2;
        }

        features.Append("norm5", new BatchNormLayer(width, bias: 0));
        Append("features", features);
        Append("relu", nn.ReLU(inplace: true));
        Append("avgpool", new PoolFlatten());
        Append("classifier", nn.Linear(width, outputs));
        ModelInit.KaimingNormal(this, linear: false);
        ModelInit.ZeroBiases(this);
    }
}

/// <summary>Norm, 1×1 convolution, norm, 3×3 convolution; its result goes behind its input.</summary>
internal sealed class DenseLayer : Layer
{
    private readonly List<TensorModule> _path = [];

    public DenseLayer(long inputs, long growth) : base(nameof(DenseLayer))
    {
        Add("norm1", new BatchNormLayer(inputs, bias: 0));
        Add("relu1", nn.ReLU(inplace: true));
        Add("conv1", nn.Conv2d(inputs, growth * 4, 1, bias: false));
        Add("norm2", new BatchNormLayer(growth * 4, bias: 0));
        Add("relu2", nn.ReLU(inplace: true));
        Add("conv2", nn.Conv2d(growth * 4, growth, 3, padding: 1, bias: false));
    }

    public override Tensor forward(Tensor input)
    {
        using var added = Chain.Run(_path, input);
        return cat([input, added], 1);
    }

    private void Add(string key, TensorModule layer)
    {
        register_module(key, layer);
        _path.Add(layer);
    }
}
