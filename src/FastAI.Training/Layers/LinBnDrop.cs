using static TorchSharp.torch;
using TensorModule = TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>;

namespace FastAI;

/// <summary>Batch norm, dropout, a linear layer and an activation: fastai's <c>LinBnDrop</c>.</summary>
/// <remarks>
/// Input <c>[batch, inputs]</c>, output <c>[batch, outputs]</c>. Parts are numbered in the order in which they run; what is left out takes
/// no number. The linear layer keeps PyTorch's start values.
/// </remarks>
public sealed class LinBnDrop : Chain
{
    /// <summary>Makes the layer.</summary>
    /// <param name="inputs">Length of the last axis that comes in (<c>n_in</c>).</param>
    /// <param name="outputs">Length of the last axis that goes out (<c>n_out</c>).</param>
    /// <param name="batchNorm">With batch norm (<c>bn</c>); the linear layer has a bias only without.</param>
    /// <param name="dropout">Probability of dropout (<c>p</c>); 0 leaves it out.</param>
    /// <param name="act">The activation; null and <see cref="Activation.None"/> leave it out.</param>
    /// <param name="linearFirst">Linear layer and activation before norm (then over the outputs) and dropout (<c>lin_first</c>).</param>
    public LinBnDrop(long inputs, long outputs, bool batchNorm = true, double dropout = 0, Activation? act = null, bool linearFirst = false)
        : base(nameof(LinBnDrop), Parts(inputs, outputs, batchNorm, dropout, act, linearFirst))
    {
    }

    private static List<TensorModule> Parts(long inputs, long outputs, bool batchNorm, double dropout, Activation? act, bool linearFirst)
    {
        using var scope = NewDisposeScope();               // for what TorchSharp's start values leave behind
        List<TensorModule> norm = [];
        if (batchNorm) norm.Add(new BatchNormLayer(linearFirst ? outputs : inputs, bias: 1e-3));
        if (dropout != 0) norm.Add(nn.Dropout(dropout));

        List<TensorModule> linear = [nn.Linear(inputs, outputs, hasBias: !batchNorm)];
        if (act is { IsNone: false }) linear.Add(act.Create(inPlace: true));

        return linearFirst ? [.. linear, .. norm] : [.. norm, .. linear];
    }
}
