using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FastAI;

/// <summary>Looks through a model's parameters: which are biases or belong to norms, and which group each is in.</summary>
internal static class ModelParameters
{
    /// <summary>The parameters in groups, with what each is exempt from.</summary>
    public static IReadOnlyList<ParameterGroup> Groups(nn.Module model, LearnerOptions options)
    {
        var norms = Norms(model);
        OptimizedParameter Describe(string name, Parameter parameter)
        {
            var isNorm = norms.Contains(name);
            var isBias = name == "bias" || name.EndsWith(".bias", StringComparison.Ordinal);
            return new(name, parameter, options.DecaysNormAndBias || !(isNorm || isBias), options.TrainsFrozenNorms && isNorm);
        }

        // A parameter that stands under two names, as in tied layers, is trained once.
        var seen = new HashSet<TensorIdentity>();
        var all = model.named_parameters().Where(named => seen.Add(TensorIdentity.Of(named.parameter)))
            .ToDictionary(named => named.name, named => Describe(named.name, named.parameter), StringComparer.Ordinal);
        var groups = options.ParameterGroups?.Invoke(model)
            ?? (model as IParameterGroups)?.ParameterGroups().Select(group => (IReadOnlyList<string>)[.. group.Select(named => named.Name)]).ToArray()
            ?? [[.. all.Keys]];
        return [.. groups.Select(names => new ParameterGroup([.. names.Where(all.ContainsKey).Select(name => all[name])]))];
    }

    private static HashSet<string> Norms(nn.Module model)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (path, module) in model.named_modules().Append((name: "", module: model)))
        {
            if (module is not (BatchNorm or InstanceNorm or LayerNorm)) continue;
            foreach (var (name, _) in module.named_parameters()) names.Add(path == "" ? name : $"{path}.{name}");
        }

        return names;
    }
}
