using TorchSharp;

namespace FastAI;

/// <summary>Stochastic gradient descent: steps against the gradient or, with momentum, along a running sum of the gradients.</summary>
/// <remarks>
/// fastai's <c>SGD</c>. The sum is not damped: a gradient goes into it in full, and the past is multiplied by the momentum (the Adam family averages instead).
/// The momentum can be changed later, by a schedule for example, but one made with momentum 0 keeps no sum, so that it has no effect there.
/// </remarks>
public sealed class Sgd : Optimizer
{
    private readonly bool _hasMomentum;

    /// <param name="groups">Groups of parameters with their rates.</param>
    /// <param name="momentum">How much of the past the running sum keeps in a step, from 0 to 1; 0 for none.</param>
    public Sgd(IReadOnlyList<ParameterGroup> groups, double momentum = 0) : base(groups)
    {
        _hasMomentum = Check.InRange(momentum, 0, 1, nameof(momentum)) != 0;
        foreach (var group in groups) group.Momentum = momentum;
    }

    /// <summary>Whether weight decay shrinks the weights themselves, or is added to their gradients (L2).</summary>
    public bool DecoupleWeightDecay { get; init; } = true;

    private protected override ParameterState NewState(torch.Tensor parameter)
        => new() { Average = _hasMomentum ? ParameterState.ZerosLike(parameter) : null };

    private protected override void Step(ParameterGroup group, OptimizedParameter parameter, torch.Tensor gradient, ParameterState state)
    {
        var weights = parameter.Parameter;
        var decay = parameter.Decays ? group.WeightDecay : 0;
        if (decay != 0)
        {
            if (DecoupleWeightDecay) weights.mul_(1 - group.LearningRate * decay);
            else gradient = gradient.add(weights, alpha: decay);
        }

        if (state.Average is { } sum) gradient = sum.mul_(group.Momentum).add_(gradient);
        weights.add_(gradient, alpha: -group.LearningRate);
    }
}
