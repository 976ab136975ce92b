using System.Runtime.InteropServices;
using TorchSharp;

namespace FastAI;

/// <summary>
/// Adam (Kingma and Ba, 2014) with decoupled weight decay (Loshchilov and Hutter, 2017): steps along a running average of the gradients, divided by
/// the root of a running average of their squares.
/// </summary>
/// <remarks>
/// fastai's <c>Adam</c>, with its defaults: momentum 0.9, square momentum 0.99, epsilon 1e-5, weight decay 0.01. Both averages are debiased with the
/// momentum of the moment. One native call takes a whole group's step where libtorch offers it; elsewhere single operations do, with the same result.
/// </remarks>
public sealed class Adam : Optimizer
{
    private readonly List<FusedStep> _fused = [];
    private readonly bool _isFused;
    private torch.Tensor? _number;
    private long _numberValue;

    /// <param name="groups">Groups of parameters with their rates.</param>
    public Adam(IReadOnlyList<ParameterGroup> groups) : this(groups, FusedAdam.IsAvailable)
    {
    }

    internal Adam(IReadOnlyList<ParameterGroup> groups, bool isFused) : base(groups) => _isFused = isFused;

    /// <summary>How much of the past the running average of the squares keeps in a step.</summary>
    public double SquareMomentum { get; init => field = Check.InRange(value, 0, 1); } = 0.99;

    /// <summary>Added to the root, so that it is never 0.</summary>
    public double Epsilon { get; init => field = Check.Positive(value); } = 1e-5;

    /// <summary>Whether weight decay shrinks the weights themselves (AdamW), or is added to their gradients (L2).</summary>
    public bool DecoupleWeightDecay { get; init; } = true;

    internal override double DefaultWeightDecay => 0.01;

    private protected override ParameterState NewState(torch.Tensor parameter)
        => new() { Average = ParameterState.ZerosLike(parameter), Square = ParameterState.ZerosLike(parameter) };

    private protected override void Step(ParameterGroup group, OptimizedParameter parameter, torch.Tensor gradient, ParameterState state)
    {
        state.Steps++;
        var weights = parameter.Parameter;
        if (_isFused && CanBeFused(weights, gradient, state)) FusedFor(weights, state.Steps, parameter.Decays).Add(weights, gradient, state);
        else StepAlone(group, weights, gradient, state, parameter.Decays ? group.WeightDecay : 0);
    }

    private protected override void Finish(ParameterGroup group)
    {
        foreach (var step in _fused)
        {
            if (step.Count == 0) continue;

            step.Run(this, group, Number(step.Steps, step.Device));
            step.Clear();
        }
    }

    private protected override void Forget()
    {
        foreach (var step in _fused) step.Clear();
    }

    private void StepAlone(ParameterGroup group, torch.Tensor weights, torch.Tensor gradient, ParameterState state, double decay)
    {
        if (decay != 0)
        {
            if (DecoupleWeightDecay) weights.mul_(1 - group.LearningRate * decay);
            else gradient = gradient.add(weights, alpha: decay);
        }

        state.Average!.mul_(group.Momentum).add_(gradient, alpha: 1 - group.Momentum);
        state.Square!.mul_(SquareMomentum).addcmul_(gradient, gradient, value: 1 - SquareMomentum);

        var debias = 1 - Math.Pow(group.Momentum, state.Steps);
        var squareDebias = 1 - Math.Pow(SquareMomentum, state.Steps);
        var divisor = state.Square.div(squareDebias).sqrt_().add_(Epsilon);
        weights.addcdiv_(state.Average, divisor, value: -group.LearningRate / debias);
    }

    // The native step goes over the bare memory of all four, and a check that fails in it would end the process: so they are checked here, and what
    // does not fit takes its step alone.
    private static bool CanBeFused(torch.Tensor weights, torch.Tensor gradient, ParameterState state)
    {
        var type = weights.dtype;
        if (type is not (torch.ScalarType.Float32 or torch.ScalarType.Float64) || gradient.dtype != type || gradient.is_sparse) return false;
        if (gradient.numel() != weights.numel() || state.Average!.dtype != type) return false;
        if (gradient.device_type != weights.device_type || state.Average.device_type != weights.device_type) return false;
        if (weights.is_contiguous() && gradient.is_contiguous() && state.Average.is_contiguous()) return true;

        // Channels last, for example. Strides of zeros like the weights are theirs only where these lie in memory without gaps.
        var strides = weights.stride();
        return strides.SequenceEqual(gradient.stride()) && strides.SequenceEqual(state.Average.stride());
    }

    // What one native call can take: one device and type, one number of steps, with or without decay. As a rule that is two calls a group.
    private FusedStep FusedFor(torch.Tensor weights, long steps, bool decays)
    {
        var (type, deviceType, deviceIndex) = (weights.dtype, weights.device_type, weights.device_index);
        FusedStep? free = null;
        foreach (var step in _fused)
        {
            if (step.Count == 0) free ??= step;
            else if (step.Fits(type, deviceType, deviceIndex, steps, decays)) return step;
        }

        if (free is null) _fused.Add(free = new());
        free.Begin(type, deviceType, deviceIndex, steps, decays, weights);
        return free;
    }

    // The number of the step as the native call wants it, a tensor on the device; one that lasts, because making one costs as much as a small step.
    private torch.Tensor Number(long steps, torch.Device device)
    {
        if (_number is null || _number.device_type != device.type || (device.type != DeviceType.CPU && _number.device_index != device.index))
        {
            _number?.Dispose();
            (_number, _numberValue) = (torch.tensor((float)steps, device: device).DetachFromDisposeScope(), steps);
        }

        if (_numberValue != steps) _number.fill_((float)steps);
        _numberValue = steps;
        return _number;
    }

    private protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (!disposing) return;

        _number?.Dispose();
        _number = null;
    }

    /// <summary>Parameters that take their step in one native call. Used again from step to step, so that a step allocates nothing.</summary>
    private sealed class FusedStep
    {
        private readonly List<torch.Tensor> _weights = [], _gradients = [], _averages = [], _squares = [];
        private (torch.ScalarType Type, DeviceType DeviceType, int DeviceIndex) _kind;
        private bool _decays;

        public int Count => _weights.Count;
        public long Steps { get; private set; }
        public torch.Device Device { get; private set; } = torch.CPU;

        public bool Fits(torch.ScalarType type, DeviceType deviceType, int deviceIndex, long steps, bool decays)
            => Steps == steps && _decays == decays && _kind == (type, deviceType, deviceIndex);

        public void Begin(torch.ScalarType type, DeviceType deviceType, int deviceIndex, long steps, bool decays, torch.Tensor weights)
        {
            (_kind, Steps, _decays) = ((type, deviceType, deviceIndex), steps, decays);
            if (Device.type != deviceType || (deviceType != DeviceType.CPU && Device.index != deviceIndex)) Device = weights.device;
        }

        public void Add(torch.Tensor weights, torch.Tensor gradient, ParameterState state)
        {
            _weights.Add(weights);
            _gradients.Add(gradient);
            _averages.Add(state.Average!);
            _squares.Add(state.Square!);
        }

        public void Run(Adam adam, ParameterGroup group, torch.Tensor number)
            => FusedAdam.Step(
                CollectionsMarshal.AsSpan(_weights), CollectionsMarshal.AsSpan(_gradients), CollectionsMarshal.AsSpan(_averages), CollectionsMarshal.AsSpan(_squares),
                number, group.LearningRate, group.Momentum, adam.SquareMomentum, _decays ? group.WeightDecay : 0, adam.Epsilon, adam.DecoupleWeightDecay);

        public void Clear()
        {
            _weights.Clear();
            _gradients.Clear();
            _averages.Clear();
            _squares.Clear();
        }
    }
}
