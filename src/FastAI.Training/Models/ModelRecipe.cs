using static TorchSharp.torch;

namespace FastAI;

/// <summary>How to build a model anew: its settings, as data. An exported learner holds this instead of code.</summary>
/// <remarks>
/// A record registered in <see cref="Components"/>. For a model of your own:
/// <code>
/// public sealed record MyNet(int Outputs) : ModelRecipe { public override nn.Module Build() => new MyNetModule(Outputs); }
/// Components.Register&lt;MyNet&gt;("my.net");
/// </code>
/// </remarks>
public abstract record ModelRecipe
{
    /// <summary>A new model with fresh parameters; the caller disposes it.</summary>
    public abstract nn.Module Build();

    /// <summary>A short name for messages and files, e.g. <c>xresnet18</c>.</summary>
    public virtual string Architecture => GetType().Name;
}
