using TensorModule = TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>;

namespace FastAI;

/// <summary>A few convolutions, then a mean over all places: fastai's <c>SimpleCNN</c>.</summary>
/// <remarks>
/// Input <c>[batch, filters[0], height, width]</c>, output <c>[batch, filters[^1]]</c>. The last convolution has a bias and no norm.
/// </remarks>
public sealed class SimpleCnn : Chain
{
    /// <summary>Makes the network.</summary>
    /// <param name="filters">Channels in, between and out; at least two numbers.</param>
    /// <param name="kernelSizes">A kernel for each convolution; default 3.</param>
    /// <param name="strides">A stride for each convolution; default 2.</param>
    /// <param name="batchNorm">Batch norm after all convolutions but the last.</param>
    public SimpleCnn(IReadOnlyList<long> filters, IReadOnlyList<long>? kernelSizes = null, IReadOnlyList<long>? strides = null, bool batchNorm = true)
        : base(nameof(SimpleCnn), Parts(filters, kernelSizes, strides, batchNorm))
    {
    }

    private static List<TensorModule> Parts(
        IReadOnlyList<long> filters, IReadOnlyList<long>? kernelSizes, IReadOnlyList<long>? strides, bool batchNorm)
    {
        ArgumentNullException.ThrowIfNull(filters);
        var count = filters.Count - 1;
        if (count < 1)
            throw new ArgumentException($"A SimpleCnn needs channels in and out, at least two numbers; {filters.Count} given.", nameof(filters));
        CheckCount(kernelSizes, nameof(kernelSizes));
        CheckCount(strides, nameof(strides));

        List<TensorModule> layers = [];
        for (var i = 0; i < count; i++)
        {
            var norm = batchNorm && i < count - 1 ? NormType.Batch : NormType.None;
            layers.Add(new ConvLayer(filters[i], filters[i + 1], kernelSizes?[i] ?? 3, strides?[i] ?? 2, norm: norm));
        }

        layers.Add(new PoolFlatten());
        return layers;

        void CheckCount(IReadOnlyList<long>? values, string name)
        {
            if (values is not null && values.Count != count)
                throw new ArgumentException($"{filters.Count} filters make {count} convolutions, but {values.Count} {name} are given.", name);
        }
    }
}
