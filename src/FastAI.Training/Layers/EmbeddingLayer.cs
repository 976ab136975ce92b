using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FastAI;

/// <summary>A table of vectors, one for each index: fastai's <c>Embedding</c>.</summary>
/// <remarks>
/// Input int64 of any shape, output the same shape with an axis of <c>size</c> behind it. Key <c>weight</c>. Starts as a standard normal
/// folded back at ±2 (remainder, sign kept) and multiplied by <c>deviation</c>.
/// </remarks>
public sealed class EmbeddingLayer : Layer
{
    [ComponentName(Name = "weight")] private readonly Parameter _weight;

    /// <summary>Makes a table.</summary>
    /// <param name="count">Number of indices.</param>
    /// <param name="size">Length of a vector.</param>
    /// <param name="deviation">Scale of the start values (<c>std</c>).</param>
    public EmbeddingLayer(long count, long size, double deviation = 0.01) : base(nameof(EmbeddingLayer))
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);

        using (var scope = NewDisposeScope())
        using (no_grad())
        {
            _weight = empty(count, size).normal_().fmod_(2).mul_(deviation).AsOwnParameter();
        }

        register_parameter("weight", _weight);
    }

    /// <summary>The table, <c>[count, size]</c>; the layer's own.</summary>
    public Parameter Weight => _weight;

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        // A flat index_select is what PyTorch's embedding does; its gradient adds up rows that occur twice.
        var shape = input.shape;
        if (shape.Length == 1) return _weight.index_select(0, input);

        using var flat = input.reshape(-1);
        using var rows = _weight.index_select(0, flat);
        return rows.view([.. shape, _weight.shape[1]]);
    }
}
