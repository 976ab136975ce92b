using TorchSharp;

namespace FastAI;

/// <summary>Labels of a batch: fastai's <c>TensorMultiCategory</c>.</summary>
/// <param name="data"><c>[batch, classes]</c>, float32: 1 where the sample has the label, 0 where it has not.</param>
public sealed class TensorMultiCategory(torch.Tensor data) : TensorElement<TensorMultiCategory>(data)
{
    /// <inheritdoc />
    public override TensorElement With(torch.Tensor data) => new TensorMultiCategory(data);
}
