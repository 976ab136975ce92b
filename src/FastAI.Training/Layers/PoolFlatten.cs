using static TorchSharp.torch;

namespace FastAI;

/// <summary>Each channel pooled to one value and flattened: fastai's <c>PoolFlatten</c>.</summary>
/// <remarks>
/// Input <c>[batch, channels, height, width]</c>, output <c>[batch, channels]</c>, or twice the channels for <see cref="PoolType.Cat"/>. No
/// keys.
/// </remarks>
public sealed class PoolFlatten(PoolType pool = PoolType.Avg) : Chain(
    nameof(PoolFlatten),
    [
        pool switch
        {
            PoolType.Avg => Pooling.AdaptiveAvgPool(),
            PoolType.Max => nn.AdaptiveMaxPool2d([1, 1]),
            _ => new AdaptiveConcatPool2d(),
        },
        nn.Flatten(),
    ]);
