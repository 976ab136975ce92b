using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FastAI;

/// <summary>Looks through a model's parameters: which are biases or belong to norms, and which group each is in.</summary>
internal static class ModelParameters
{
    /// <summary>The parameters in groups, with what each is exempt from.</summary>
    /// <exception cref="InvalidOperationException">The groups name a parameter that the model does not have, one twice, or leave one out, which would
    /// never be trained.</exception>
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
        ThrowIfNotEachOnce(model, groups, all.Keys);
        return [.. groups.Select(names => new ParameterGroup([.. names.Where(all.ContainsKey).Select(name => all[name])]))];
    }

    // The other names of tied parameters may stand in any group: the first name decides.
    private static void ThrowIfNotEachOnce(nn.Module model, IReadOnlyList<IReadOnlyList<string>> groups, IEnumerable<string> trained)
    {
        string[] given = [.. groups.SelectMany(names => names)];
        string[] known = [.. model.named_parameters().Select(named => named.name)];
        string[] unknown = [.. given.Except(known)], missing = [.. trained.Except(given)];
        string[] twice = [.. given.CountBy(name => name).Where(name => name.Value > 1).Select(name => name.Key)];
        if (groups.Count > 0 && unknown.Length + missing.Length + twice.Length == 0) return;

        static string Say(string what, string[] names)
            => names.Length == 0 ? "" : $" {what}: {string.Join(", ", names.Take(3))}{(names.Length > 3 ? $" and {names.Length - 3} more" : "")}.";

        throw new InvalidOperationException(
            $"The parameter groups of {model.GetType().Name} are to hold each of its {known.Length} parameters once." +
            $"{(groups.Count == 0 ? " There are no groups." : "")}" +
            $"{Say("Not of this model", unknown)}{Say("In no group, so never trained", missing)}{Say("In several groups", twice)} " +
            "Check LearnerOptions.ParameterGroups, or the model's IParameterGroups; to keep parameters still, freeze their group.");
    }

    private static HashSet<string> Norms(nn.Module model)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (path, module) in model.named_modules().Append((name: "", module: model)))
        {
            if (module is not (NormBase or LayerNorm)) continue;
            foreach (var (name, _) in module.named_parameters()) names.Add(path == "" ? name : $"{path}.{name}");
        }

        return names;
    }
}
