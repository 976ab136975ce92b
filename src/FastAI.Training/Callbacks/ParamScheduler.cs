namespace FastAI;

/// <summary>Sets rates before each training batch, by schedules over the position in the fit.</summary>
/// <remarks>fastai's <c>ParamScheduler</c>.</remarks>
public sealed class ParamScheduler : Callback
{
    /// <summary>The learning rate, the same for all groups.</summary>
    public Schedule? LearningRate { get; init; }

    /// <summary>The learning rate of each group; in place of <see cref="LearningRate"/>.</summary>
    public IReadOnlyList<Schedule>? GroupLearningRates { get; init; }

    /// <summary>The momentum.</summary>
    public Schedule? Momentum { get; init; }

    /// <summary>The weight decay.</summary>
    public Schedule? WeightDecay { get; init; }

    /// <inheritdoc />
    public override void BeforeFit(Learner learn)
    {
        var groups = learn.Optimizer.Groups.Count;
        if (GroupLearningRates is { } rates && rates.Count != groups)
            throw new InvalidOperationException($"There are {rates.Count} schedules of learning rates for {groups} groups of parameters: give one a group, or LearningRate for all.");

        Set(learn, 0);
    }

    /// <inheritdoc />
    public override void BeforeBatch(Learner learn)
    {
        if (learn.IsTraining) Set(learn, learn.Position);
    }

    private void Set(Learner learn, double position)
    {
        var groups = learn.Optimizer.Groups;
        for (var i = 0; i < groups.Count; i++)
        {
            if ((GroupLearningRates?[i] ?? LearningRate) is { } rate) groups[i].LearningRate = rate(position);
            if (Momentum is { } momentum) groups[i].Momentum = momentum(position);
            if (WeightDecay is { } decay) groups[i].WeightDecay = decay(position);
        }
    }
}
