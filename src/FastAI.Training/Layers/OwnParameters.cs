using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FastAI;

/// <summary>Parameters of layers: they belong to no dispose scope, the layer disposes them.</summary>
internal static class OwnParameters
{
    /// <summary>Makes a fresh tensor a parameter; the handle given is empty afterwards.</summary>
    public static Parameter AsOwnParameter(this Tensor fresh) => (Parameter)nn.Parameter(fresh).DetachFromDisposeScope();

    /// <summary>A parameter with a copy of another tensor's values.</summary>
    public static Parameter NewParameter(this Tensor values) => Copy(values).AsOwnParameter();

    private static Tensor Copy(Tensor values)
    {
        using var detached = values.detach();
        return detached.clone();
    }
}
