using static TorchSharp.torch;

namespace FastAI;

/// <summary>The base of this library's layers: one tensor in, one tensor out, and a state dict in PyTorch's order.</summary>
/// <remarks>
/// Differs from <c>torch.nn.Module</c> of TorchSharp in three points. Components are registered only where
/// <c>register_module</c> or <c>register_parameter</c> says so, never by field name, so that a key is what the layer declares.
/// The state dict lists each module's parameters and buffers before its children's, as PyTorch does, not all parameters first.
/// <see cref="training"/> is remembered here, so that reading it in <c>forward</c> costs no native call.
/// A layer never disposes its input, and what it returns is always a handle of its own, which the caller disposes. Layers open no
/// dispose scope: they free each intermediate result at once, and what is left over belongs to the scope of the batch.
/// </remarks>
public abstract class Layer : nn.Module<Tensor, Tensor>
{
    private bool _training = true;

    /// <summary>Makes the layer; <paramref name="name"/> is shown by <c>GetName</c>.</summary>
    protected Layer(string name) : base(name)
    {
    }

    /// <summary>True while the layer trains: dropout drops, batch norm uses the batch's statistics.</summary>
    public override bool training => _training;

    /// <summary>Sets this layer and all below it to training or evaluation.</summary>
    public override void train(bool train = true)
    {
        _training = train;
        base.train(train);
    }

    /// <summary>Parameters and buffers by key, in PyTorch's order. The tensors are the layer's own: do not dispose them.</summary>
    public override Dictionary<string, Tensor> state_dict(Dictionary<string, Tensor>? destination = null, string? prefix = null)
    {
        destination ??= [];
        foreach (var (name, tensor) in this.StateEntries()) destination.TryAdd(string.IsNullOrEmpty(prefix) ? name : $"{prefix}.{name}", tensor);
        return destination;
    }

    /// <summary>Registers nothing: see the remarks of the class.</summary>
    protected override void RegisterComponents()
    {
    }
}
