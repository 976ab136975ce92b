using TorchSharp;

namespace FastAI;

/// <summary>
/// Adam (Kingma and Ba, 2014) with decoupled weight decay (Loshchilov and Hutter, 2017): steps along a running average of the gradients, divided by the root of
/// a running average of their squares.
/// </summary>
/// <remarks>
/// fastai's <c>Adam</c>, with its defaults: momentum 0.9, square momentum 0.99, epsilon 1e-5, weight decay 0.01. Both averages are debiased with the momentum of
/// the moment. One native call takes a whole group's step where libtorch offers it; elsewhere single operations do, with the same result.
/// </remarks>
public sealed class Adam : Optimizer
{
    private readonly Dictionary<OptimizedParameter, State> _states = new(ReferenceEqualityComparer.Instance);
    private readonly bool _isFused;

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

    private protected override void Step(ParameterGroup group)
    {
        foreach (var batch in Ready(group)) Step(group, batch);
    }

    // What one native call can take: one device and type, one number of steps, with or without decay. As a rule that is two calls a group.
    private IEnumerable<IGrouping<(torch.ScalarType, torch.Device, long, bool), Work>> Ready(ParameterGroup group)
    {
        var work = new List<Work>(group.Parameters.Count);
        foreach (var parameter in group.Parameters)
        {
            if (parameter.Parameter.grad is not { } gradient) continue;

            if (!_states.TryGetValue(parameter, out var state)) _states[parameter] = state = new(parameter.Parameter);
            state.Steps++;
            work.Add(new(parameter, gradient, state));
        }

        return work.GroupBy(item => (item.Parameter.Parameter.dtype, item.Parameter.Parameter.device, item.State.Steps, item.Parameter.Decays));
    }

    private void Step(ParameterGroup group, IGrouping<(torch.ScalarType Type, torch.Device Device, long Steps, bool Decays), Work> batch)
    {
        var decay = batch.Key.Decays ? group.WeightDecay : 0;
        Work[] work = [.. batch];
        if (_isFused && work.All(item => item.CanBeFused))
        {
            using var step = torch.tensor((float)batch.Key.Steps, device: batch.Key.Device);
            FusedAdam.Step(
                [.. work.Select(item => (torch.Tensor)item.Parameter.Parameter)], [.. work.Select(item => item.Gradient)],
                [.. work.Select(item => item.State.Average)], [.. work.Select(item => item.State.Square)],
                step, group.LearningRate, group.Momentum, SquareMomentum, decay, Epsilon, DecoupleWeightDecay);
            return;
        }

        foreach (var item in work) Step(group, item, decay);
    }

    private void Step(ParameterGroup group, Work work, double decay)
    {
        var (parameter, gradient, state) = (work.Parameter.Parameter, work.Gradient, work.State);
        if (decay != 0)
        {
            if (DecoupleWeightDecay) parameter.mul_(1 - group.LearningRate * decay);
            else gradient = gradient.add(parameter, alpha: decay);
        }

        state.Average.mul_(group.Momentum).add_(gradient, alpha: 1 - group.Momentum);
        state.Square.mul_(SquareMomentum).addcmul_(gradient, gradient, value: 1 - SquareMomentum);

        var debias = 1 - Math.Pow(group.Momentum, state.Steps);
        var squareDebias = 1 - Math.Pow(SquareMomentum, state.Steps);
        using var divisor = state.Square.div(squareDebias).sqrt_().add_(Epsilon);
        parameter.addcdiv_(state.Average, divisor, value: -group.LearningRate / debias);
    }

    internal override IReadOnlyDictionary<string, torch.Tensor> CopyState()
    {
        using var noGrad = torch.no_grad();
        var copy = new Dictionary<string, torch.Tensor>(StringComparer.Ordinal);
        foreach (var (parameter, state) in _states)
        {
            copy[$"{parameter.Name}.grad_avg"] = state.Average.clone().DetachFromDisposeScope();
            copy[$"{parameter.Name}.sqr_avg"] = state.Square.clone().DetachFromDisposeScope();
            copy[$"{parameter.Name}.step"] = torch.tensor(state.Steps).DetachFromDisposeScope();
        }

        return copy;
    }

    internal override void RestoreState(IReadOnlyDictionary<string, torch.Tensor> state)
    {
        using var noGrad = torch.no_grad();
        Clear();
        foreach (var parameter in Parameters)
        {
            if (!state.TryGetValue($"{parameter.Name}.grad_avg", out var average)) continue;

            var restored = _states[parameter] = new(parameter.Parameter);
            restored.Average.copy_(average);
            restored.Square.copy_(state[$"{parameter.Name}.sqr_avg"]);
            restored.Steps = state[$"{parameter.Name}.step"].item<long>();
        }
    }

    private void Clear()
    {
        foreach (var state in _states.Values) state.Dispose();
        _states.Clear();
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        Clear();
        base.Dispose();
    }

    private sealed record Work(OptimizedParameter Parameter, torch.Tensor Gradient, State State)
    {
        public bool CanBeFused
            => Parameter.Parameter.dtype is torch.ScalarType.Float32 or torch.ScalarType.Float64
            && Gradient.dtype == Parameter.Parameter.dtype && !Gradient.is_sparse && Gradient.shape.SequenceEqual(Parameter.Parameter.shape);
    }

    private sealed class State(torch.Tensor parameter) : IDisposable
    {
        public torch.Tensor Average { get; } = torch.zeros_like(parameter).DetachFromDisposeScope();
        public torch.Tensor Square { get; } = torch.zeros_like(parameter).DetachFromDisposeScope();
        public long Steps { get; set; }

        public void Dispose()
        {
            Average.Dispose();
            Square.Dispose();
        }
    }
}
