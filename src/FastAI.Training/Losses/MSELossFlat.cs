using TorchSharp;

namespace FastAI;

/// <summary>Mean of the squared differences.</summary>
/// <remarks>fastai's <c>MSELossFlat</c>. Shapes that differ in more than axes of one are refused; PyTorch would broadcast them and train on the wrong
/// differences.</remarks>
public sealed record MSELossFlat : Loss
{
    /// <param name="prediction">Numbers, <c>[batch, …]</c>.</param>
    /// <param name="target">Numbers, as many; of any type.</param>
    /// <inheritdoc />
    public override torch.Tensor Forward(Tensors prediction, Tensors target) => SquaredDifference(prediction, target).mean();

    /// <inheritdoc />
    public override torch.Tensor PerSample(Tensors prediction, Tensors target)
        => SquaredDifference(prediction, target).reshape(target.Single.shape[0], -1).mean([1]);

    private static torch.Tensor SquaredDifference(Tensors prediction, Tensors target)
    {
        torch.Tensor predicted = prediction.Single, wanted = target.Single;
        if (!predicted.shape.Where(side => side != 1).SequenceEqual(wanted.shape.Where(side => side != 1)))
            throw new ArgumentException(
                $"MSELossFlat compares each prediction with its target: the predictions are {prediction}, the targets {target}. " +
                "Give the model as many outputs as the target has, or bring the two to one shape (squeeze, unsqueeze).");

        return (predicted.reshape(-1) - wanted.reshape(-1).to(predicted.dtype)).square();
    }
}
