using TorchSharp.Modules;

namespace FastAI;

/// <summary>A parameter of a model, and how an optimizer treats it.</summary>
/// <param name="Name">Its key in the state dict.</param>
/// <param name="Parameter">The parameter.</param>
/// <param name="Decays">Whether weight decay applies to it; by default not to biases and norms.</param>
/// <param name="AlwaysTrains">Whether it goes on training while its group is frozen; by default norms do.</param>
public sealed record OptimizedParameter(string Name, Parameter Parameter, bool Decays = true, bool AlwaysTrains = false);

/// <summary>Parameters that share their rates: a part of a model, such as its body or its head.</summary>
/// <param name="parameters">The parameters.</param>
public sealed class ParameterGroup(IReadOnlyList<OptimizedParameter> parameters)
{
    /// <summary>The parameters.</summary>
    public IReadOnlyList<OptimizedParameter> Parameters { get; } = parameters;

    /// <summary>Learning rate.</summary>
    public double LearningRate { get; set; } = 1e-3;

    /// <summary>Momentum: how much of the past a running average of the gradients keeps in a step.</summary>
    public double Momentum { get; set; } = 0.9;

    /// <summary>Weight decay.</summary>
    public double WeightDecay { get; set; }
}
