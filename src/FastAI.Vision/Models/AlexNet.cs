using static TorchSharp.torch;

namespace FastAI.Vision;

/// <summary><see cref="AlexNet"/> as data; it has no settings.</summary>
public sealed record AlexNetArchitecture : Architecture
{
    /// <inheritdoc/>
    public override int Cut => -2;

    /// <inheritdoc/>
    public override int Split => 6;

    /// <inheritdoc/>
    public override long Features => 256;

    /// <inheritdoc/>
    protected override Chain Create(long outputs, long channels) => new AlexNet(outputs, channels);
}

/// <summary>torchvision's AlexNet (Krizhevsky 2014), with its keys.</summary>
/// <remarks>Input <c>[batch, channels, height, width]</c>, at least 63 places each way, output <c>[batch, outputs]</c>.</remarks>
public sealed class AlexNet : Chain
{
    /// <summary>Builds the network.</summary>
    /// <param name="outputs">Length of the result.</param>
    /// <param name="channels">Channels of the pictures.</param>
    public AlexNet(long outputs = 1000, long channels = 3) : base(nameof(AlexNet), [])
    {
        Append("features", new Chain(
            nn.Conv2d(channels, 64, 11, stride: 4, padding: 2), nn.ReLU(inplace: true), Pooling.MaxPool(3, stride: 2),
            nn.Conv2d(64, 192, 5, padding: 2), nn.ReLU(inplace: true), Pooling.MaxPool(3, stride: 2),
            nn.Conv2d(192, 384, 3, padding: 1), nn.ReLU(inplace: true),
            nn.Conv2d(384, 256, 3, padding: 1), nn.ReLU(inplace: true),
            nn.Conv2d(256, 256, 3, padding: 1), nn.ReLU(inplace: true), Pooling.MaxPool(3, stride: 2)));
        Append("avgpool", new Chain(Pooling.AdaptiveAvgPool(6), nn.Flatten()));
        Append("classifier", new Chain(
            nn.Dropout(0.5), nn.Linear(256 * 6 * 6, 4096), nn.ReLU(inplace: true),
            nn.Dropout(0.5), nn.Linear(4096, 4096), nn.ReLU(inplace: true),
            nn.Linear(4096, outputs)));
    }
}
