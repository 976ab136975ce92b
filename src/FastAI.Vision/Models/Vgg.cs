using static TorchSharp.torch;

namespace FastAI.Vision;

/// <summary>The settings of a <see cref="Vgg"/>.</summary>
public sealed record VggArchitecture : Architecture
{
    /// <summary>Convolutions in each of the five stages.</summary>
    public required IReadOnlyList<int> Stages { get; init; }

    /// <inheritdoc/>
    public override int Cut => -2;

    /// <inheritdoc/>
    public override int Split => 22;

    /// <inheritdoc/>
    public override long Features => 512;

    /// <inheritdoc/>
    protected override Chain Create(long outputs, long channels) => new Vgg(this, outputs, channels);
}

/// <summary>torchvision's VGG with batch norm (Simonyan and Zisserman 2014), with its keys.</summary>
/// <remarks>Input <c>[batch, channels, height, width]</c>, output <c>[batch, outputs]</c>.</remarks>
public sealed class Vgg : Chain
{
    /// <summary>Builds the network.</summary>
    /// <param name="architecture">Its settings.</param>
    /// <param name="outputs">Length of the result.</param>
    /// <param name="channels">Channels of the pictures.</param>
    public Vgg(VggArchitecture architecture, long outputs = 1000, long channels = 3) : base(nameof(Vgg), [])
    {
        ArgumentNullException.ThrowIfNull(architecture);
        var features = new Chain();
        var before = channels;
        for (var i = 0; i < architecture.Stages.Count; i++)
        {
            var width = Math.Min(64L << i, 512);
            for (var j = 0; j < architecture.Stages[i]; j++)
            {
                features.Append(nn.Conv2d(before, width, 3, padding: 1));
                features.Append(new BatchNormLayer(width, bias: 0));
                features.Append(nn.ReLU(inplace: true));
                before = width;
            }

            features.Append(Pooling.MaxPool(2));
        }

        var classifier = new Chain(
            nn.Linear(512 * 7 * 7, 4096), nn.ReLU(inplace: true), nn.Dropout(0.5),
            nn.Linear(4096, 4096), nn.ReLU(inplace: true), nn.Dropout(0.5),
            nn.Linear(4096, outputs));
        ModelInit.KaimingNormal(features, fanOut: true);
        using (no_grad())
        {
            foreach (var linear in classifier.Layers.OfType<TorchSharp.Modules.Linear>()) nn.init.normal_(linear.weight, 0, 0.01);
        }

        Append("features", features);
        Append("avgpool", new Chain(Pooling.AdaptiveAvgPool(7), nn.Flatten()));
        Append("classifier", classifier);
        ModelInit.ZeroBiases(this);
    }
}
