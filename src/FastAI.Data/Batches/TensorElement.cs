using TorchSharp;

namespace FastAI;

/// <summary>A tensor that knows what it is: images, masks, categories, … of a whole batch. Transforms for batches are chosen by this type.</summary>
/// <remarks>fastai's subclasses of <c>TensorBase</c>.</remarks>
public abstract class TensorElement(torch.Tensor data)
{
    /// <summary>The numbers; the first axis counts the samples.</summary>
    public torch.Tensor Data { get; } = data;

    internal abstract TensorElement Map(IElementMap map);

    /// <summary>The same kind of element with other numbers.</summary>
    public abstract TensorElement With(torch.Tensor data);
}

/// <summary>The base of an element type: <c>class TensorImage(Tensor data) : TensorElement&lt;TensorImage&gt;(data)</c>.</summary>
/// <typeparam name="TSelf">The element type itself.</typeparam>
public abstract class TensorElement<TSelf>(torch.Tensor data) : TensorElement(data) where TSelf : TensorElement<TSelf>
{
    internal sealed override TensorElement Map(IElementMap map) => map.Map((TSelf)this);
}

/// <summary>Numbers without a kind of their own; no transform of the library changes them.</summary>
/// <param name="data">Any shape and type, the first axis counting samples.</param>
public sealed class PlainTensor(torch.Tensor data) : TensorElement<PlainTensor>(data)
{
    /// <inheritdoc />
    public override TensorElement With(torch.Tensor data) => new PlainTensor(data);
}

/// <summary>Classes of a batch.</summary>
/// <param name="data">Class indices, <c>[batch]</c>, int64.</param>
public sealed class TensorCategory(torch.Tensor data) : TensorElement<TensorCategory>(data)
{
    /// <inheritdoc />
    public override TensorElement With(torch.Tensor data) => new TensorCategory(data);
}
