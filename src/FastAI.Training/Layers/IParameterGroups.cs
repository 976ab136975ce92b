using TorchSharp.Modules;

namespace FastAI;

/// <summary>A model that says which of its parameters learn together: fastai's splitter.</summary>
/// <remarks>
/// Groups run from the input to the output. Freezing keeps all but the last still; discriminative learning rates rise from group to group.
/// </remarks>
public interface IParameterGroups
{
    /// <summary>The parameters by group, each with its key; all of the model's parameters, each once.</summary>
    IReadOnlyList<IReadOnlyList<(string Name, Parameter Parameter)>> ParameterGroups();
}
