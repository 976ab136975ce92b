using static TorchSharp.torch;
using TensorModule = TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>;

namespace FastAI;

/// <summary>Applies a module to each step of a sequence: fastai's <c>TimeDistributed</c>.</summary>
/// <remarks>
/// Input <c>[batch, …]</c> with steps along <c>axis</c>, output the same axes around the module's result. Where the axis is 1, steps and
/// samples are folded into one axis for a single call. Key <c>module</c>.
/// </remarks>
public sealed class TimeDistributed : Layer
{
    private readonly TensorModule _module;
    private readonly int _axis;
    private readonly bool _oneByOne;

    /// <summary>Makes the layer.</summary>
    /// <param name="module">What runs on each step.</param>
    /// <param name="oneByOne">One step at a time: less memory, slower (<c>low_mem</c>). Batch norm then sees each step alone.</param>
    /// <param name="axis">
    /// The axis of the steps, 1 or higher (<c>tdim</c>). fastai takes one step at a time where it is not 1; so does this.
    /// </param>
    public TimeDistributed(TensorModule module, bool oneByOne = false, int axis = 1) : base(nameof(TimeDistributed))
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentOutOfRangeException.ThrowIfLessThan(axis, 1);
        (_module, _oneByOne, _axis) = (module, oneByOne || axis != 1, axis);
        register_module("module", module);
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        if (_oneByOne) return StepByStep(input);

        var shape = input.shape;
        using var folded = input.reshape([shape[0] * shape[1], .. shape.AsSpan(2)]);
        using var result = _module.call(folded);
        return result.reshape([shape[0], shape[1], .. result.shape.AsSpan(1)]);
    }

    private Tensor StepByStep(Tensor input)
    {
        var steps = new Tensor[input.shape[_axis]];
        for (var i = 0; i < steps.Length; i++)
        {
            using var step = input.select(_axis, i);
            steps[i] = _module.call(step);
        }

        var result = stack(steps, _axis);
        foreach (var step in steps) step.Dispose();
        return result;
    }
}
