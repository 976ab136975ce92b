using static TorchSharp.torch;

namespace FastAI.Vision;

/// <summary>What remains of a network under the head: fastai's <c>create_body</c>.</summary>
/// <remarks>
/// Input <c>[batch, channels, height, width]</c>, output <c>[batch, features, height', width']</c>. Keys <c>0</c>, <c>1</c>, … for the
/// layers that stay.
/// </remarks>
public sealed class VisionBody : Chain
{
    private VisionBody(IEnumerable<nn.Module<Tensor, Tensor>> layers, int split) : base(nameof(VisionBody), layers)
    {
        Split = split;
    }

    /// <summary>How many layers are the first parameter group (see <see cref="Architecture.Split"/>); 0: the body is one group.</summary>
    public int Split { get; }

    /// <summary>Builds an architecture with fresh weights and cuts it.</summary>
    /// <param name="architecture">The network.</param>
    /// <param name="channels">Channels of the pictures (<c>n_in</c>).</param>
    /// <returns>The body; the caller disposes.</returns>
    public static VisionBody Create(Architecture architecture, long channels = 3)
    {
        ArgumentNullException.ThrowIfNull(architecture);
        return Create(architecture.Build(outputs: 1, channels: channels), architecture.Cut, architecture.Split);
    }

    /// <summary>Cuts a network, which is given up by this: layers that stay belong to the body, the others are disposed.</summary>
    /// <param name="network">The whole network.</param>
    /// <param name="cut">Layers that stay; counted from the end if negative; null: all before the last one that has pooling in it.</param>
    /// <param name="split">Layers of the first parameter group.</param>
    /// <returns>The body; the caller disposes.</returns>
    public static VisionBody Create(Chain network, int? cut = null, int split = 0)
    {
        ArgumentNullException.ThrowIfNull(network);
        var count = cut ?? LastPooling(network);
        if (count < 0) count += network.Count;
        if (count < 1 || count > network.Count)
        {
            throw new ArgumentOutOfRangeException(
                nameof(cut), cut, $"The network has {network.Count} layers: a cut there leaves none, or more than there are.");
        }

        var layers = network.Release();
        network.Dispose();
        foreach (var layer in layers.Skip(count)) layer.Dispose();
        return new VisionBody(layers.Take(count), split);
    }

    private static int LastPooling(Chain network)
    {
        for (var i = network.Count - 1; i > 0; i--)
        {
            if (network[i].HasPooling()) return i;
        }

        throw new ArgumentException("The network has no pooling layer behind its first layer: say where the body ends (cut).", nameof(network));
    }
}
