using TorchSharp;

namespace FastAI;

/// <summary>
/// What training makes small, and how a model's raw predictions are read: the activation that turns them into probabilities, and the choice among
/// them.
/// </summary>
/// <remarks>fastai's <c>BaseLoss</c>. A record of settings, registered in <see cref="Components"/>, because an exported learner needs activation and
/// choice.</remarks>
public abstract record Loss
{
    /// <summary>The loss of a batch: a single number, from which gradients can flow back.</summary>
    /// <param name="prediction">The model's raw output.</param>
    /// <param name="target">What was to be predicted.</param>
    public abstract torch.Tensor Forward(Tensors prediction, Tensors target);

    /// <summary>The loss of each sample, <c>[batch]</c>, for finding the worst ones.</summary>
    public abstract torch.Tensor PerSample(Tensors prediction, Tensors target);

    /// <summary>Raw predictions as what they mean, e.g. probabilities.</summary>
    public virtual Tensors Activation(Tensors prediction) => prediction;

    /// <summary>What is chosen by activated predictions, e.g. class indices.</summary>
    public virtual Tensors Decode(Tensors activated) => activated;

    /// <summary>The loss that fits a kind of target.</summary>
    /// <exception cref="ArgumentException">There is no usual one.</exception>
    public static Loss For(TargetKind kind) => kind switch
    {
        TargetKind.Category => new CrossEntropyLossFlat(),
        TargetKind.Number => new MSELossFlat(),
        _ => throw new ArgumentException($"There is no usual loss for a target of the kind {kind}: give one, loss: " +
            "new CrossEntropyLossFlat().", nameof(kind)),
    };
}
