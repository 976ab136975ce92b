using TorchSharp;
using static TorchSharp.torch.nn;

namespace FastAI;

/// <summary>Cross entropy between class scores and class indices, averaged over all of them; the class axis is the last.</summary>
/// <remarks>fastai's <c>CrossEntropyLossFlat</c> with <c>axis=-1</c>. Scores are raw; the activation is a softmax, the choice the largest.</remarks>
public sealed record CrossEntropyLossFlat : Loss
{
    /// <param name="prediction">Scores, <c>[batch, classes]</c> or <c>[batch, …, classes]</c>.</param>
    /// <param name="target">Class indices, <c>[batch]</c> or <c>[batch, …]</c>, int64.</param>
    /// <inheritdoc />
    public override torch.Tensor Forward(Tensors prediction, Tensors target) => Of(prediction, target, Reduction.Mean);

    /// <inheritdoc />
    public override torch.Tensor PerSample(Tensors prediction, Tensors target)
        => Of(prediction, target, Reduction.None).reshape(target.Single.shape[0], -1).mean([1]);

    /// <inheritdoc />
    public override Tensors Activation(Tensors prediction) => prediction.Single.softmax(-1);

    /// <inheritdoc />
    public override Tensors Decode(Tensors activated) => activated.Single.argmax(-1);

    private static torch.Tensor Of(Tensors prediction, Tensors target, Reduction reduction)
    {
        torch.Tensor scores = prediction.Single, classes = target.Single;
        if (scores.dim() == 2 && classes.dim() == 1) return functional.cross_entropy(scores, classes, reduction: reduction);

        return functional.cross_entropy(scores.reshape(-1, scores.shape[^1]), classes.reshape(-1), reduction: reduction);
    }
}
