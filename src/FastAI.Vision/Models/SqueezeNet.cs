using static TorchSharp.torch;

namespace FastAI.Vision;

/// <summary>The settings of a <see cref="SqueezeNet"/>.</summary>
public sealed record SqueezeNetArchitecture : Architecture
{
    /// <summary>Version 1.1: a smaller first convolution and pooling earlier, at less than half the cost.</summary>
    public required bool EarlyPooling { get; init; }

    /// <inheritdoc/>
    public override int Cut => -1;

    /// <inheritdoc/>
    public override int Split => 5;

    /// <inheritdoc/>
    public override long Features => 512;

    /// <inheritdoc/>
    protected override Chain Create(long outputs, long channels) => new SqueezeNet(this, outputs, channels);
}

/// <summary>torchvision's SqueezeNet (Iandola et al. 2016), with its keys.</summary>
/// <remarks>Input <c>[batch, channels, height, width]</c>, output <c>[batch, outputs]</c>.</remarks>
public sealed class SqueezeNet : Chain
{
    /// <summary>Builds the network.</summary>
    /// <param name="architecture">Its settings.</param>
    /// <param name="outputs">Length of the result.</param>
    /// <param name="channels">Channels of the pictures.</param>
    public SqueezeNet(SqueezeNetArchitecture architecture, long outputs = 1000, long channels = 3) : base(nameof(SqueezeNet), [])
    {
        ArgumentNullException.ThrowIfNull(architecture);
        var early = architecture.EarlyPooling;
        var features = new Chain(early ? nn.Conv2d(channels, 64, 3, stride: 2) : nn.Conv2d(channels, 96, 7, stride: 2), nn.ReLU(inplace: true));
        var width = early ? 64L : 96L;

        // Squeezed width of each fire module, 0 for a pool; each is expanded eight times.
        int[] plan = early ? [0, 16, 16, 0, 32, 32, 0, 48, 48, 64, 64] : [0, 16, 16, 32, 0, 32, 48, 48, 64, 0, 64];
        foreach (var squeezed in plan)
        {
            if (squeezed == 0)
            {
                features.Append(Pooling.MaxPool(3, stride: 2, ceilMode: true));
                continue;
            }

            features.Append(new FireModule(width, squeezed));
            width = squeezed * 8;
        }

        var last = nn.Conv2d(512, outputs, 1);
        Append("features", features);
        Append("classifier", new Chain(nn.Dropout(0.5), last, nn.ReLU(inplace: true), Pooling.AdaptiveAvgPool(), nn.Flatten()));
        using var noGrad = no_grad();
        foreach (var conv in this.modules().OfType<TorchSharp.Modules.Conv2d>())
        {
            if (ReferenceEquals(conv, last)) nn.init.normal_(conv.weight, 0, 0.01);
            else nn.init.kaiming_uniform_(conv.weight);
        }

        ModelInit.ZeroBiases(this);
    }
}

/// <summary>Squeezes the channels by a 1×1 convolution, then expands them by a 1×1 and a 3×3 one side by side.</summary>
internal sealed class FireModule : Layer
{
    private readonly nn.Module<Tensor, Tensor>[] _squeeze, _one, _three;

    public FireModule(long inputs, long squeezed) : base(nameof(FireModule))
    {
        _squeeze = Step("squeeze", "squeeze_activation", nn.Conv2d(inputs, squeezed, 1));
        _one = Step("expand1x1", "expand1x1_activation", nn.Conv2d(squeezed, squeezed * 4, 1));
        _three = Step("expand3x3", "expand3x3_activation", nn.Conv2d(squeezed, squeezed * 4, 3, padding: 1));
    }

    public override Tensor forward(Tensor input)
    {
        using var squeezed = Chain.Run(_squeeze, input);
        using var one = Chain.Run(_one, squeezed);
        using var three = Chain.Run(_three, squeezed);
        return cat([one, three], 1);
    }

    private nn.Module<Tensor, Tensor>[] Step(string key, string activationKey, TorchSharp.Modules.Conv2d conv)
    {
        var relu = nn.ReLU(inplace: true);
        register_module(key, conv);
        register_module(activationKey, relu);
        return [conv, relu];
    }
}
