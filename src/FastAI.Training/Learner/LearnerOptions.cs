using Microsoft.Extensions.Logging;
using TorchSharp;

namespace FastAI;

/// <summary>Everything about a learner that has a working default.</summary>
public sealed record LearnerOptions
{
    /// <summary>The learning rate of fits that name none; 1e-3, as in fastai.</summary>
    public double LearningRate { get; init => field = Check.Positive(value); } = 1e-3;

    /// <summary>Weight decay; the optimizer's own, unless given: 0.01 for <see cref="Adam"/>, 0 for <see cref="Sgd"/>.</summary>
    public double? WeightDecay { get; init => field = value is { } decay ? Check.InRange(decay, 0, 1) : null; }

    /// <summary>Whether biases and norms decay too.</summary>
    public bool DecaysNormAndBias { get; init; }

    /// <summary>Whether norms go on training in frozen groups.</summary>
    public bool TrainsFrozenNorms { get; init; } = true;

    /// <summary>Momentum at the beginning, in the middle and at the end of one cycle.</summary>
    public (double Start, double Middle, double End) Momenta { get; init; } = (0.95, 0.85, 0.95);

    /// <summary>Makes the optimizer; <see cref="Adam"/> by default.</summary>
    public OptimizerFactory Optimizer { get; init; } = static groups => new Adam(groups);

    /// <summary>Divides the model's parameters into groups of names, from input to output; the model's own groups (<see cref="IParameterGroups"/>) by default, else one.</summary>
    public Func<torch.nn.Module, IReadOnlyList<IReadOnlyList<string>>>? ParameterGroups { get; init; }

    /// <summary>Callbacks that take part in everything the learner does.</summary>
    public IReadOnlyList<Callback> Callbacks { get; init; } = [];

    /// <summary>The seed of what the learner draws: the initial weights of a model that it builds, dropout. What data draws has a seed of its own, <see cref="LoaderOptions.Seed"/>.</summary>
    public long Seed { get; init; } = 42;

    /// <summary>The device to train on; the best there is, unless given.</summary>
    public torch.Device? Device { get; init; }

    /// <summary>Takes a line for each epoch, and for warnings.</summary>
    public ILogger? Logger { get; init; }

    /// <summary>
    /// Whether a loss that is not finite is trained on. By default the fit ends with an error before the step that would spoil the parameters.
    /// </summary>
    public bool AllowsNonFiniteLoss { get; init; }

    /// <summary>Whether disposing the learner leaves the model to the caller.</summary>
    public bool LeavesModelOpen { get; init; }
}
