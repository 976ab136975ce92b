using TorchSharp;

namespace FastAI;

/// <summary>Makes an optimizer for groups of parameters.</summary>
public delegate Optimizer OptimizerFactory(IReadOnlyList<ParameterGroup> groups);

/// <summary>Changes parameters by their gradients.</summary>
/// <remarks>fastai's <c>Optimizer</c>. A parameter without a gradient is passed over, weight decay included.</remarks>
public abstract class Optimizer : IDisposable
{
    private readonly ParameterState?[][] _states;

    private protected Optimizer(IReadOnlyList<ParameterGroup> groups)
    {
        ArgumentNullException.ThrowIfNull(groups);
        Groups = groups;
        _states = [.. groups.Select(group => new ParameterState?[group.Parameters.Count])];
    }

    /// <summary>The groups, from a model's input to its output.</summary>
    public IReadOnlyList<ParameterGroup> Groups { get; }

    /// <summary>The weight decay of learners that name none.</summary>
    internal virtual double DefaultWeightDecay => 0;

    /// <summary>Takes one step.</summary>
    public void Step()
    {
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        for (var i = 0; i < _states.Length; i++) Step(Groups[i], _states[i]);
    }

    private void Step(ParameterGroup group, ParameterState?[] states)
    {
        var parameters = group.Parameters;
        try
        {
            for (var i = 0; i < states.Length; i++)
            {
                var parameter = parameters[i];
                if (parameter.Parameter.grad is { } gradient) Step(group, parameter, gradient, states[i] ??= NewState(parameter.Parameter));
            }

            Finish(group);
        }
        finally
        {
            Forget();
        }
    }

    /// <summary>What is remembered of a parameter, before its first step.</summary>
    private protected abstract ParameterState NewState(torch.Tensor parameter);

    /// <summary>Takes a step for one parameter, without recording gradients, or puts it off to <see cref="Finish"/>.</summary>
    private protected abstract void Step(ParameterGroup group, OptimizedParameter parameter, torch.Tensor gradient, ParameterState state);

    /// <summary>Called when all parameters of a group have been gone through.</summary>
    private protected virtual void Finish(ParameterGroup group)
    {
    }

    /// <summary>Drops what was put off and not finished, because a step has failed.</summary>
    private protected virtual void Forget()
    {
    }

    /// <summary>Forgets all gradients, and gives their memory back.</summary>
    public void ZeroGrad()
    {
        for (var g = 0; g < Groups.Count; g++)
        {
            var parameters = Groups[g].Parameters;
            for (var i = 0; i < parameters.Count; i++) parameters[i].Parameter.grad = null;
        }
    }

    /// <summary>Sets the learning rate of each group.</summary>
    public void SetLearningRates(Rates rates)
    {
        var each = rates.For(Groups.Count);
        for (var i = 0; i < Groups.Count; i++) Groups[i].LearningRate = each[i];
    }

    /// <summary>
    /// Trains the groups from number <paramref name="group"/> on, and holds the others; negative numbers count from the end. fastai's
    /// <c>freeze_to</c>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such group.</exception>
    public void FreezeTo(int group)
    {
        var first = group < 0 ? Groups.Count + group : group;
        if (first < 0 || first > Groups.Count)
            throw new ArgumentOutOfRangeException(nameof(group), group, $"There are {Groups.Count} groups of parameters: " +
                $"give a number from {-Groups.Count} to {Groups.Count}.");
        for (var i = 0; i < Groups.Count; i++)
            foreach (var parameter in Groups[i].Parameters)
                parameter.Parameter.requires_grad = i >= first || parameter.AlwaysTrains;
    }

    /// <summary>What is remembered of a parameter; null before its first step.</summary>
    internal ParameterState? StateOf(OptimizedParameter parameter)
        => Each().Where(each => ReferenceEquals(each.Parameter, parameter)).Select(each => _states[each.Group][each.Place]).FirstOrDefault();

    /// <summary>A copy of the state, to come back to; the caller disposes its tensors.</summary>
    internal IReadOnlyDictionary<string, torch.Tensor> CopyState()
    {
        using var noGrad = torch.no_grad();
        var copy = new Dictionary<string, torch.Tensor>(StringComparer.Ordinal);
        foreach (var (parameter, group, place) in Each())
        {
            if (_states[group][place] is not { } state) continue;

            foreach (var (name, tensor) in state.Tensors) copy[$"{parameter.Name}.{name}"] = tensor.clone().DetachFromDisposeScope();
            if (state.Steps > 0) copy[$"{parameter.Name}.step"] = torch.tensor(state.Steps).DetachFromDisposeScope();
        }

        return copy;
    }

    /// <summary>Goes back to a copied state. The copy stays the caller's.</summary>
    internal void RestoreState(IReadOnlyDictionary<string, torch.Tensor> copy)
    {
        using var noGrad = torch.no_grad();
        Clear();
        foreach (var (parameter, group, place) in Each())
        {
            var state = NewState(parameter.Parameter);
            var isKnown = false;
            foreach (var (name, tensor) in state.Tensors)
            {
                if (!copy.TryGetValue($"{parameter.Name}.{name}", out var saved)) continue;

                tensor.copy_(saved);
                isKnown = true;
            }

            if (copy.TryGetValue($"{parameter.Name}.step", out var steps)) (state.Steps, isKnown) = (steps.item<long>(), true);
            if (isKnown) _states[group][place] = state;
            else state.Dispose();
        }
    }

    /// <summary>Forgets everything but the rates, as before the first step. fastai's <c>clear_state</c>.</summary>
    internal void Clear()
    {
        foreach (var states in _states)
        {
            foreach (var state in states) state?.Dispose();
            Array.Clear(states);
        }
    }

    private IEnumerable<(OptimizedParameter Parameter, int Group, int Place)> Each()
        => Groups.SelectMany((group, g) => group.Parameters.Select((parameter, place) => (parameter, g, place)));

    /// <summary>Frees the state.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees the state.</summary>
    private protected virtual void Dispose(bool disposing)
    {
        if (disposing) Clear();
    }
}
