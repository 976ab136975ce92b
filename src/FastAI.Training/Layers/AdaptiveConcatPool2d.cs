using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace FastAI;

/// <summary>The maximum and then the mean of a picture, side by side in the channels: fastai's <c>AdaptiveConcatPool2d</c>.</summary>
/// <remarks>Input <c>[batch, channels, height, width]</c>, output <c>[batch, 2·channels, size, size]</c>. No keys.</remarks>
public sealed class AdaptiveConcatPool2d(long size = 1) : Layer(nameof(AdaptiveConcatPool2d))
{
    private readonly long[] _size = [size, size];

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var largest = F.adaptive_max_pool2d(input, _size);
        using var mean = F.adaptive_avg_pool2d(input, _size);
        return cat([largest, mean], 1);
    }
}
