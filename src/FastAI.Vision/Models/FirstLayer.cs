using static TorchSharp.torch;

namespace FastAI.Vision;

/// <summary>Trained first layers for pictures that have not three channels.</summary>
public static class FirstLayer
{
    /// <summary>Makes the weight of a first convolution fit another number of channels, as fastai does.</summary>
    /// <param name="weight">A trained weight, <c>[outputs, 3, height, width]</c>.</param>
    /// <param name="channels">
    /// Channels of the pictures: 1 gets the sum over the three, 2 the first two times 1.5, more the three and zeros.
    /// </param>
    /// <returns>A fresh tensor <c>[outputs, channels, height, width]</c>; the caller disposes.</returns>
    public static Tensor Adapt(Tensor weight, long channels)
    {
        ArgumentNullException.ThrowIfNull(weight);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(channels);
        if (weight.ndim != 4 || weight.shape[1] != 3)
        {
            throw new ArgumentException(
                $"Expected the weight of a convolution over three channels, [outputs, 3, height, width], but got [{string.Join(", ", weight.shape)}].",
                nameof(weight));
        }

        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var result = channels switch
        {
            1 => weight.sum(1, keepdim: true),
            2 => weight.narrow(1, 0, 2).mul(1.5),
            3 => weight.clone(),
            _ => cat([weight, zeros([weight.shape[0], channels - 3, .. weight.shape.AsSpan(2)], weight.dtype, weight.device)], 1),
        };
        return result.MoveToOuterDisposeScope();
    }
}
