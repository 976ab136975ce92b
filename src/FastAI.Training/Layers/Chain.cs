using static TorchSharp.torch;
using TensorModule = TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>;

namespace FastAI;

/// <summary>Layers one after the other, with the keys <c>0</c>, <c>1</c>, … or own ones: PyTorch's <c>nn.Sequential</c>.</summary>
/// <remarks>
/// Each intermediate result is freed as soon as the next layer has used it (autograd keeps what it needs), so a forward hook that
/// wants to keep an output takes <c>output.alias()</c>. Unlike TorchSharp's own <c>Sequential</c>, switching between training and
/// evaluation visits each layer once however deeply chains are nested. The chain owns its layers and disposes them.
/// </remarks>
public class Chain : Layer
{
    private readonly List<TensorModule> _layers = [];

    /// <summary>Makes a chain of <paramref name="layers"/>; none at all passes its input on.</summary>
    public Chain(params IEnumerable<TensorModule> layers) : this(nameof(Chain), layers)
    {
    }

    /// <summary>For derived layers that are a chain.</summary>
    /// <param name="name">The layer's name.</param>
    /// <param name="layers">Its parts, in order.</param>
    protected Chain(string name, IEnumerable<TensorModule> layers) : base(name)
    {
        ArgumentNullException.ThrowIfNull(layers);
        foreach (var layer in layers) Append(layer);
    }

    /// <summary>Number of layers.</summary>
    public int Count => _layers.Count;

    /// <summary>The layers, in order.</summary>
    public IReadOnlyList<TensorModule> Layers => _layers;

    /// <summary>The layer at a place; <c>^1</c> is the last one.</summary>
    public TensorModule this[int index] => _layers[index];

    /// <summary>Adds a layer at the end, under the next number.</summary>
    /// <returns>The chain itself.</returns>
    public Chain Append(TensorModule layer) => Append($"{_layers.Count}", layer);

    /// <summary>Adds a layer at the end, under a key of its own.</summary>
    /// <param name="key">The key, without a dot, not yet taken in this chain.</param>
    /// <param name="layer">The layer, which the chain owns from now on.</param>
    /// <returns>The chain itself.</returns>
    public Chain Append(string key, TensorModule layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        register_module(key, layer);
        _layers.Add(layer);
        return this;
    }

    /// <summary>Runs the layers in order.</summary>
    /// <param name="input">What the first layer takes.</param>
    /// <returns>What the last layer gives; the caller disposes.</returns>
    public override Tensor forward(Tensor input) => Run(_layers, input);

    /// <summary>Runs layers in order, freeing each result when the next layer has used it: for layers whose keys are not a chain's.</summary>
    /// <param name="layers">The layers.</param>
    /// <param name="input">What the first one takes; it is not freed.</param>
    /// <returns>What the last one gives, or a new handle of the input if there is none; the caller disposes.</returns>
    public static Tensor Run(IReadOnlyList<TensorModule> layers, Tensor input)
    {
        ArgumentNullException.ThrowIfNull(layers);
        ArgumentNullException.ThrowIfNull(input);
        var x = input;
        for (var i = 0; i < layers.Count; i++)
        {
            var y = layers[i].call(x);
            if (!ReferenceEquals(x, input) && !ReferenceEquals(x, y)) x.Dispose();
            x = y;
        }

        return ReferenceEquals(x, input) ? input.alias() : x;
    }

    /// <summary>Gives up all layers without disposing them, so that they can move into another chain; this one is empty then.</summary>
    /// <returns>The layers, which the caller owns now.</returns>
    public IReadOnlyList<TensorModule> Release()
    {
        TensorModule[] layers = [.. _layers];
        ClearModules();
        _layers.Clear();
        return layers;
    }
}
