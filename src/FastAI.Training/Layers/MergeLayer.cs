using static TorchSharp.torch;

namespace FastAI;

/// <summary>How a <see cref="MergeLayer"/> joins a result with the block's input.</summary>
public enum MergeType
{
    /// <summary>Adds it, fastai's <c>MergeLayer()</c>.</summary>
    Add,

    /// <summary>Appends it behind the channels, fastai's <c>MergeLayer(dense=True)</c>.</summary>
    Concat,

    /// <summary>Multiplies by it, fastai's <c>ProdLayer</c>.</summary>
    Multiply,

    /// <summary>Resizes the result to the input's height and width by nearest, fastai's <c>ResizeToOrig</c>.</summary>
    Resize,
}

/// <summary>Joins the result of a <see cref="SequentialEx"/> with what came into it: fastai's <c>MergeLayer</c> and its relatives.</summary>
/// <remarks>Only for a <see cref="SequentialEx"/>: called alone it throws. No keys.</remarks>
public sealed class MergeLayer(MergeType type = MergeType.Add) : Layer(nameof(MergeLayer)), IMergesBlockInput
{
    /// <summary>How it joins them.</summary>
    public MergeType Type { get; } = type;

    /// <inheritdoc/>
    public Tensor Merge(Tensor x, Tensor blockInput)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(blockInput);
        return Type switch
        {
            MergeType.Add => x.add(blockInput),
            MergeType.Concat => cat([x, blockInput], 1),
            MergeType.Multiply => x.mul(blockInput),
            _ => nn.functional.interpolate(x, [.. blockInput.shape.AsSpan(2)], mode: InterpolationMode.Nearest),
        };
    }

    /// <summary>Not possible: there is no block whose input could be merged.</summary>
    /// <exception cref="InvalidOperationException">Always.</exception>
    public override Tensor forward(Tensor input) =>
        throw new InvalidOperationException("A MergeLayer needs the input of its block: put it into a SequentialEx, not into a Chain.");
}
