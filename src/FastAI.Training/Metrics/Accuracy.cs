using TorchSharp;

namespace FastAI;

/// <summary>Known metrics.</summary>
public static partial class Metrics
{
    /// <summary>Share of items whose highest score is that of their class, from 0 to 1; fastai's <c>accuracy</c>.</summary>
    public static Metric<Category> Accuracy { get; } = Metric<Category>.PerItem("accuracy", Better.Higher, IsHit);

    /// <summary>Share of items whose highest score is that of another class, from 0 to 1; fastai's <c>error_rate</c>.</summary>
    public static Metric<Category> ErrorRate { get; } = Metric<Category>.PerItem("error_rate", Better.Lower, (prediction, target) => IsHit(prediction, target).logical_not());

    private static torch.Tensor IsHit(Tensors prediction, Tensors target) => prediction.Single.argmax(-1).eq(target.Single);
}
