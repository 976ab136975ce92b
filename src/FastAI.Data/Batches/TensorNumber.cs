using TorchSharp;

namespace FastAI;

/// <summary>Numbers of a batch that are to be predicted.</summary>
/// <param name="data"><c>[batch]</c> for one number a sample, <c>[batch, numbers]</c> for several; float32.</param>
public sealed class TensorNumber(torch.Tensor data) : TensorElement<TensorNumber>(data)
{
    /// <inheritdoc />
    public override TensorElement With(torch.Tensor data) => new TensorNumber(data);
}
