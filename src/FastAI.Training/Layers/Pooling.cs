using static TorchSharp.torch;
using TensorModule = TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>;

namespace FastAI;

/// <summary>What a pooling layer makes of the values under its window: fastai's <c>PoolType</c>.</summary>
public enum PoolType
{
    /// <summary>Their mean.</summary>
    Avg,

    /// <summary>The largest.</summary>
    Max,

    /// <summary>Both, the largest first, along the channels.</summary>
    Cat,
}

/// <summary>Pooling layers for one, two or three dimensions.</summary>
public static class Pooling
{
    /// <summary>The largest value under a window: fastai's <c>MaxPool</c>.</summary>
    /// <param name="kernelSize">Length of the window.</param>
    /// <param name="stride">Its step; default: its length.</param>
    /// <param name="padding">Places added at each border.</param>
    /// <param name="dimensions">1, 2 or 3.</param>
    /// <param name="ceilMode">
    /// Also windows that reach over the border. fastai accepts this for the maximum but ignores it; here it holds.
    /// </param>
    public static TensorModule MaxPool(long kernelSize, long? stride = null, long padding = 0, int dimensions = 2, bool ceilMode = false) =>
        dimensions switch
        {
            1 => nn.MaxPool1d(kernelSize, stride, padding, ceil_mode: ceilMode),
            2 => nn.MaxPool2d(kernelSize, stride, padding, ceil_mode: ceilMode),
            3 => nn.MaxPool3d(kernelSize, stride, padding, ceil_mode: ceilMode),
            _ => throw NoSuch(dimensions),
        };

    /// <summary>The mean under a window, padding counted as zeros: fastai's <c>AvgPool</c>.</summary>
    /// <param name="kernelSize">Length of the window.</param>
    /// <param name="stride">Its step; default: its length.</param>
    /// <param name="padding">Zeros added at each border.</param>
    /// <param name="dimensions">1, 2 or 3.</param>
    /// <param name="ceilMode">Also windows that reach over the border; their mean is over what they hold.</param>
    public static TensorModule AvgPool(long kernelSize, long? stride = null, long padding = 0, int dimensions = 2, bool ceilMode = false) =>
        dimensions switch
        {
            1 => nn.AvgPool1d(kernelSize, stride, padding, ceilMode),
            2 => nn.AvgPool2d(kernelSize, stride, padding, ceilMode),
            3 => nn.AvgPool3d(kernelSize, stride, padding, ceilMode),
            _ => throw NoSuch(dimensions),
        };

    /// <summary>The mean over as many windows as give <paramref name="size"/> places: fastai's <c>AdaptiveAvgPool</c>.</summary>
    /// <param name="size">Places that remain along each dimension.</param>
    /// <param name="dimensions">1, 2 or 3.</param>
    public static TensorModule AdaptiveAvgPool(long size = 1, int dimensions = 2) => dimensions switch
    {
        1 => nn.AdaptiveAvgPool1d(size),
        2 => nn.AdaptiveAvgPool2d(size),
        3 => nn.AdaptiveAvgPool3d(size),
        _ => throw NoSuch(dimensions),
    };

    private static ArgumentOutOfRangeException NoSuch(int dimensions) =>
        new(nameof(dimensions), dimensions, "Pooling has 1, 2 or 3 dimensions.");
}
