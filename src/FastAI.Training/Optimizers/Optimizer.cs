using TorchSharp;

namespace FastAI;

/// <summary>Makes an optimizer for groups of parameters.</summary>
public delegate Optimizer OptimizerFactory(IReadOnlyList<ParameterGroup> groups);

/// <summary>Changes parameters by their gradients.</summary>
/// <remarks>fastai's <c>Optimizer</c>. A parameter without a gradient is passed over, weight decay included.</remarks>
public abstract class Optimizer(IReadOnlyList<ParameterGroup> groups) : IDisposable
{
    /// <summary>The groups, from a model's input to its output.</summary>
    public IReadOnlyList<ParameterGroup> Groups { get; } = groups;

    /// <summary>All parameters with their gradients as they are now; those that have one.</summary>
    private protected IEnumerable<OptimizedParameter> Parameters => Groups.SelectMany(group => group.Parameters);

    /// <summary>Takes one step.</summary>
    public void Step()
    {
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        foreach (var group in Groups) Step(group);
    }

    /// <summary>Takes one step for one group, without recording gradients.</summary>
    private protected abstract void Step(ParameterGroup group);

    /// <summary>Forgets all gradients, and gives their memory back.</summary>
    public void ZeroGrad()
    {
        foreach (var group in Groups)
            foreach (var parameter in group.Parameters)
                parameter.Parameter.grad = null;
    }

    /// <summary>Sets the learning rate of all groups.</summary>
    public void SetLearningRate(double rate)
    {
        foreach (var group in Groups) group.LearningRate = rate;
    }

    /// <summary>Trains the groups from number <paramref name="group"/> on, and holds the others; negative numbers count from the end. fastai's <c>freeze_to</c>.</summary>
    public void FreezeTo(int group)
    {
        var first = group < 0 ? Groups.Count + group : group;
        if (first < 0 || first > Groups.Count)
            throw new ArgumentOutOfRangeException(nameof(group), group, $"There are {Groups.Count} groups of parameters.");
        for (var i = 0; i < Groups.Count; i++)
            foreach (var parameter in Groups[i].Parameters)
                parameter.Parameter.requires_grad = i >= first || parameter.AlwaysTrains;
    }

    /// <summary>A copy of the state, to come back to.</summary>
    internal abstract IReadOnlyDictionary<string, torch.Tensor> CopyState();

    /// <summary>Goes back to a copied state. The copy stays the caller's.</summary>
    internal abstract void RestoreState(IReadOnlyDictionary<string, torch.Tensor> state);

    /// <summary>Frees the state.</summary>
    public virtual void Dispose() => GC.SuppressFinalize(this);
}
