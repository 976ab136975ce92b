using static TorchSharp.torch;

namespace FastAI;

/// <summary>A part of a <see cref="SequentialEx"/> that sees, beside the result so far, what came into the block.</summary>
public interface IMergesBlockInput
{
    /// <summary>Merges the result so far with the block's input.</summary>
    /// <param name="x">The result of the layers before.</param>
    /// <param name="blockInput">What the block was called with.</param>
    /// <returns>A handle of its own; the caller disposes.</returns>
    Tensor Merge(Tensor x, Tensor blockInput);
}

/// <summary>Layers one after the other, some of which see the block's input again: fastai's <c>SequentialEx</c>.</summary>
/// <remarks>
/// Keys <c>layers.0</c>, <c>layers.1</c>, …. fastai hangs the input onto the tensor (<c>x.orig</c>); here a layer that wants it says so by
/// <see cref="IMergesBlockInput"/>.
/// </remarks>
public class SequentialEx : Layer
{
    private readonly Chain _layers;

    /// <summary>Makes a block.</summary>
    /// <param name="layers">Layers, among them <see cref="MergeLayer"/> and other <see cref="IMergesBlockInput"/>.</param>
    public SequentialEx(params IEnumerable<nn.Module<Tensor, Tensor>> layers) : this(nameof(SequentialEx), layers)
    {
    }

    /// <summary>For derived layers that are such a block.</summary>
    /// <param name="name">The layer's name.</param>
    /// <param name="layers">Its parts, in order.</param>
    protected SequentialEx(string name, IEnumerable<nn.Module<Tensor, Tensor>> layers) : base(name)
    {
        _layers = new Chain(layers);
        register_module("layers", _layers);
    }

    /// <summary>The layers, in order.</summary>
    public IReadOnlyList<nn.Module<Tensor, Tensor>> Layers => _layers.Layers;

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        var x = input;
        foreach (var layer in _layers.Layers)
        {
            var y = layer is IMergesBlockInput merge ? merge.Merge(x, input) : layer.call(x);
            if (!ReferenceEquals(x, input) && !ReferenceEquals(x, y)) x.Dispose();
            x = y;
        }

        return ReferenceEquals(x, input) ? input.alias() : x;
    }
}
