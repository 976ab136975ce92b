using static TorchSharp.torch;

namespace FastAI;

/// <summary>A module's parameters and buffers in the order of PyTorch's <c>state_dict</c>.</summary>
public static class ModuleState
{
    /// <summary>
    /// Lists parameters and buffers by key: a module's own parameters, its own buffers, then its children in the order of registration.
    /// </summary>
    /// <param name="module">Any module, of this library or of TorchSharp.</param>
    /// <returns>Keys and the module's own tensors, which the caller does not dispose. A shared tensor appears under each of its keys.</returns>
    public static IEnumerable<(string Name, Tensor Tensor)> StateEntries(this nn.Module module)
    {
        ArgumentNullException.ThrowIfNull(module);
        return Walk(module, "");
    }

    private static IEnumerable<(string Name, Tensor Tensor)> Walk(nn.Module module, string prefix)
    {
        foreach (var (name, parameter) in module.named_parameters(recurse: false)) yield return (prefix + name, parameter);
        foreach (var (name, buffer) in module.named_buffers(recurse: false)) yield return (prefix + name, buffer);
        foreach (var (name, child) in module.named_children())
        {
            foreach (var entry in Walk(child, $"{prefix}{name}.")) yield return entry;
        }
    }
}
