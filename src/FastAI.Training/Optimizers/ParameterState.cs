using TorchSharp;

namespace FastAI;

/// <summary>What an optimizer remembers of one parameter.</summary>
internal sealed class ParameterState : IDisposable
{
    /// <summary>Running average of the gradients, of the parameter's shape and type; fastai's <c>grad_avg</c>.</summary>
    public torch.Tensor? Average { get; init; }

    /// <summary>Running average of the squared gradients; fastai's <c>sqr_avg</c>.</summary>
    public torch.Tensor? Square { get; init; }

    /// <summary>How many steps the parameter has taken, in optimizers that count them.</summary>
    public long Steps { get; set; }

    /// <summary>The tensors by the names that fastai has for them.</summary>
    public IEnumerable<(string Name, torch.Tensor Tensor)> Tensors
    {
        get
        {
            if (Average is not null) yield return ("grad_avg", Average);
            if (Square is not null) yield return ("sqr_avg", Square);
        }
    }

    /// <summary>Zeros to begin an average with. They belong to no dispose scope.</summary>
    public static torch.Tensor ZerosLike(torch.Tensor parameter) => torch.zeros_like(parameter).DetachFromDisposeScope();

    public void Dispose()
    {
        Average?.Dispose();
        Square?.Dispose();
    }
}
