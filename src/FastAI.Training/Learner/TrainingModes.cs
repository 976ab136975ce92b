using static TorchSharp.torch;

namespace FastAI;

/// <summary>
/// The mode, training or evaluation, that each part of a model is in, to come back to. A part may be kept in evaluation while the rest trains, so one flag for the
/// whole model is not enough.
/// </summary>
internal readonly struct TrainingModes
{
    private readonly (nn.Module Module, bool IsTraining)[] _modes;

    public TrainingModes(nn.Module model)
        => _modes = [(model, model.training), .. model.named_modules().Select(named => (named.module, named.module.training))];

    public void Restore()
    {
        // Setting a module's mode sets that of all below it, and a module comes before those below it.
        foreach (var (module, isTraining) in _modes)
            if (module.training != isTraining) module.train(isTraining);
    }
}
