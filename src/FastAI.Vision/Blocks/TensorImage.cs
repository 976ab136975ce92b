using TorchSharp;

namespace FastAI.Vision;

/// <summary>Images of a batch: fastai's <c>TensorImage</c> and <c>TensorImageBW</c>.</summary>
/// <param name="data"><c>[batch, channels, height, width]</c>; uint8 from 0 to 255 as they are stacked, float from 0 to 1 after <see cref="IntToFloatTensor"/>.</param>
public sealed class TensorImage(torch.Tensor data) : TensorElement<TensorImage>(data)
{
    /// <inheritdoc />
    public override TensorElement With(torch.Tensor data) => new TensorImage(data);
}
