namespace FastAI;

/// <summary>Holding parts of a model still while others train.</summary>
public partial class Learner
{
    /// <summary>Trains the last group of parameters alone; norms of the others go on training unless the options say otherwise.</summary>
    /// <exception cref="InvalidOperationException">The model has one group of parameters only, so nothing would be held.</exception>
    /// <inheritdoc cref="FreezeTo" path="/remarks" />
    public void Freeze()
    {
        if (Optimizer.Groups.Count == 1)
            throw new InvalidOperationException(
                $"{_model.GetType().Name} has one group of parameters, so there is nothing to freeze. Divide them, with LearnerOptions.ParameterGroups or by a model that is IParameterGroups.");

        FreezeTo(-1);
    }

    /// <summary>Trains all groups of parameters.</summary>
    /// <inheritdoc cref="FreezeTo" path="/remarks" />
    public void Unfreeze() => FreezeTo(0);

    /// <summary>Trains the groups of parameters from number <paramref name="group"/> on, and holds the others; negative numbers count from the end.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such group.</exception>
    /// <remarks>fastai's <c>freeze</c>, <c>unfreeze</c> and <c>freeze_to</c>. The optimizer's averages start anew, as there.</remarks>
    public void FreezeTo(int group)
    {
        Optimizer.FreezeTo(group);
        Optimizer.Clear();
    }
}
