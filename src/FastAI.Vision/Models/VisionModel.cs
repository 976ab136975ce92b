using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FastAI.Vision;

/// <summary>A body and a head: what fastai's <c>create_vision_model</c> gives.</summary>
/// <remarks>
/// Input <c>[batch, channels, height, width]</c>, output <c>[batch, outputs]</c>. Keys of the body begin with <c>0.</c>, those of the head
/// with <c>1.</c>.
/// </remarks>
public sealed class VisionModel : Chain, IParameterGroups
{
    /// <summary>Builds body and head with fresh weights; those of the head are Kaiming normal, its biases 0 (norms keep theirs).</summary>
    public VisionModel(VisionModelSpec spec)
        : this(
            VisionBody.Create((spec ?? throw new ArgumentNullException(nameof(spec))).Network, spec.Channels),
            new VisionHead(spec.Network.Features, spec.Outputs, spec.Head))
    {
        Spec = spec;
        ModelInit.KaimingNormal(Head);
        ModelInit.ZeroBiases(Head, norms: false);
    }

    /// <summary>Builds body and default head with fresh weights.</summary>
    /// <param name="architecture">The network whose body is taken.</param>
    /// <param name="outputs">Length of the result.</param>
    /// <param name="channels">Channels of the pictures.</param>
    /// <param name="head">The head's settings; null for the default ones.</param>
    public VisionModel(Architecture architecture, long outputs, long channels = 3, HeadOptions? head = null)
        : this(new VisionModelSpec { Network = architecture, Outputs = outputs, Channels = channels, Head = head })
    {
    }

    /// <summary>Puts a head of one's own onto a body; both belong to the model from now on, and keep their weights.</summary>
    /// <param name="body">The body.</param>
    /// <param name="head">Takes what the body gives.</param>
    public VisionModel(VisionBody body, nn.Module<Tensor, Tensor> head) : base(nameof(VisionModel), [body, head])
    {
        Body = body;
        Head = head;
    }

    /// <summary>What the model can be built from again; null for a head of one's own.</summary>
    public VisionModelSpec? Spec { get; }

    /// <summary>The body.</summary>
    public VisionBody Body { get; }

    /// <summary>The head.</summary>
    public nn.Module<Tensor, Tensor> Head { get; }

    /// <summary>The body in two groups where its architecture says so, then the head.</summary>
    public IReadOnlyList<IReadOnlyList<(string Name, Parameter Parameter)>> ParameterGroups()
    {
        var head = Named("1", Head).ToArray();
        if (Body.Split == 0) return [[.. Named("0", Body)], head];

        var (chain, prefix) = Body.Count == 1 && Body[0] is Chain only ? (only, "0.0") : (Body, "0");
        var layers = chain.named_children().Select(child => Named($"{prefix}.{child.name}", child.module)).ToArray();
        return [[.. layers.Take(Body.Split).SelectMany(p => p)], [.. layers.Skip(Body.Split).SelectMany(p => p)], head];
    }

    private static IEnumerable<(string Name, Parameter Parameter)> Named(string prefix, nn.Module module) =>
        module.named_parameters().Select(p => ($"{prefix}.{p.name}", p.parameter));
}
