using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace FastAI;

/// <summary>The maximum and then the mean of a sequence, side by side in the channels: fastai's <c>AdaptiveConcatPool1d</c>.</summary>
/// <remarks>Input <c>[batch, channels, length]</c>, output <c>[batch, 2·channels, size]</c>. No keys.</remarks>
public sealed class AdaptiveConcatPool1d(long size = 1) : Layer(nameof(AdaptiveConcatPool1d))
{
    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var largest = F.adaptive_max_pool1d(input, size);
        using var mean = F.adaptive_avg_pool1d(input, size);
        return cat([largest, mean], 1);
    }
}
