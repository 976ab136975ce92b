using TorchSharp;
using static TorchSharp.torch;

namespace FastAI;

/// <summary>A copy of a model's parameters and buffers, to come back to.</summary>
internal sealed class ModelSnapshot : IDisposable
{
    private readonly IReadOnlyDictionary<string, Tensor> _copies;

    public ModelSnapshot(nn.Module model)
    {
        using var noGrad = torch.no_grad();
        _copies = model.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.clone().DetachFromDisposeScope(), StringComparer.Ordinal);
    }

    public void Restore(nn.Module model)
    {
        using var noGrad = torch.no_grad();
        foreach (var (name, tensor) in model.state_dict()) tensor.copy_(_copies[name]);
    }

    public void Dispose()
    {
        foreach (var copy in _copies.Values) copy.Dispose();
    }
}
