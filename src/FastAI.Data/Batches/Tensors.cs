using TorchSharp;

namespace FastAI;

/// <summary>One tensor, or several in a fixed order: what a model takes, what it gives, what it is compared with.</summary>
public readonly struct Tensors
{
    private readonly torch.Tensor? _one;
    private readonly IReadOnlyList<torch.Tensor>? _several;

    private Tensors(torch.Tensor? one, IReadOnlyList<torch.Tensor>? several) => (_one, _several) = (one, several);

    /// <summary>One tensor.</summary>
    public static implicit operator Tensors(torch.Tensor tensor) => new(tensor, null);

    /// <summary>Several tensors.</summary>
    public static Tensors Of(params IReadOnlyList<torch.Tensor> tensors) => tensors.Count == 1 ? new(tensors[0], null) : new(null, tensors);

    /// <summary>How many there are.</summary>
    public int Count => _one is not null ? 1 : _several?.Count ?? 0;

    /// <summary>The tensor at a place.</summary>
    public torch.Tensor this[int index] => _one is not null && index == 0 ? _one : _several![index];

    /// <summary>The only tensor.</summary>
    /// <exception cref="InvalidOperationException">There is none, or there are several.</exception>
    public torch.Tensor Single => _one ?? throw new InvalidOperationException(
        $"One tensor is expected here, and there are {Count}{(Count == 0 ? "" : $" ({this})")}.");

    /// <summary>The shapes.</summary>
    public override string ToString()
    {
        var self = this;
        return string.Join(", ", Enumerable.Range(0, Count).Select(i => $"[{string.Join(", ", self[i].shape)}]"));
    }
}
