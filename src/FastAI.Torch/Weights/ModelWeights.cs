using System.Reflection;
using TorchSharp;

namespace FastAI;

/// <summary>Saves the parameters and buffers of a model to a file, and loads them: all of them or, where anything does not fit, none.</summary>
/// <remarks>
/// PyTorch's <c>load_state_dict</c> writes as it goes and stops at the first tensor that does not fit; here nothing is written
/// before everything has been checked and read. Loading therefore needs the weights' memory twice for a moment.
/// </remarks>
public static class ModelWeights
{
    /// <summary>Saves the model's parameters and persistent buffers as a safetensors file, whole or not at all.</summary>
    /// <param name="model">The model, on any device.</param>
    /// <param name="path">The file to write; its folder must exist.</param>
    /// <param name="metadata">Strings to keep with the weights. <see cref="WeightsMetadata.Architecture"/> is the name of the model's type unless given here.</param>
    /// <remarks>Tied parameters, two names of one tensor, are stored once; the other name is kept as metadata, as Python's
    /// <c>safetensors.torch.save_model</c> does.</remarks>
    /// <exception cref="IOException">The disk is full, the folder is missing, or the file cannot be replaced.</exception>
    public static void Save(torch.nn.Module model, string path, IEnumerable<KeyValuePair<string, string>>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentException.ThrowIfNullOrEmpty(path);

        var all = new OrderedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in metadata ?? []) all[key] = value;
        all.TryAdd(WeightsMetadata.Architecture, model.GetType().Name);
        all.TryAdd(WeightsMetadata.Version, LibraryVersion);

        var stored = new OrderedDictionary<string, torch.Tensor>(StringComparer.Ordinal);
        var firstName = new Dictionary<TensorIdentity, string>();
        foreach (var (name, tensor) in model.state_dict())
        {
            if (firstName.TryAdd(TensorIdentity.Of(tensor), name)) stored.Add(name, tensor);
            else all.TryAdd(name, firstName[TensorIdentity.Of(tensor)]);
        }

        SafeTensors.Save(path, stored, all);
    }

    /// <summary>Loads a file into a model that it fits exactly: the same names and shapes; another floating-point type is converted.</summary>
    /// <param name="model">The model; it stays on its device.</param>
    /// <param name="path">A safetensors file.</param>
    /// <param name="rename">Gives a name in the file its name in the model (<see cref="ReplacePrefix"/> makes one), or null to leave the entry out.</param>
    /// <returns>What was loaded.</returns>
    /// <exception cref="WeightsFileException">The file cannot be read, or does not fit; the message counts what matches, and the model is unchanged.</exception>
    public static LoadReport Load(torch.nn.Module model, string path, Func<string, string?>? rename = null)
    {
        using var file = OpenWeights(path);
        return Load(model, file, rename);
    }

    /// <inheritdoc cref="Load(torch.nn.Module, string, Func{string, string?}?)"/>
    public static LoadReport Load(torch.nn.Module model, IWeightsFile file, Func<string, string?>? rename = null)
        => Load(model, file, isStrict: true, rename);

    /// <summary>Loads what a file has for a model and leaves the rest as it is. Shapes have to agree wherever names do.</summary>
    /// <param name="model">The model; it stays on its device.</param>
    /// <param name="path">A safetensors file.</param>
    /// <param name="report">What was loaded and what was not. It is an output that the call cannot be written without, so that nobody misses
    /// that half of the model was left as it was.</param>
    /// <param name="rename">Gives a name in the file its name in the model (<see cref="ReplacePrefix"/> makes one), or null to leave the entry out.</param>
    /// <exception cref="WeightsFileException">The file cannot be read, nothing in it matches, or a shape differs; the model is unchanged.</exception>
    public static void LoadMatching(torch.nn.Module model, string path, out LoadReport report, Func<string, string?>? rename = null)
    {
        using var file = OpenWeights(path);
        report = Load(model, file, isStrict: false, rename);
    }

    /// <inheritdoc cref="LoadMatching(torch.nn.Module, string, out LoadReport, Func{string, string?}?)"/>
    public static void LoadMatching(torch.nn.Module model, IWeightsFile file, out LoadReport report, Func<string, string?>? rename = null)
        => report = Load(model, file, isStrict: false, rename);

    /// <summary>A renaming that puts <paramref name="to"/> in the place of <paramref name="from"/> at the start of a name, and keeps other names.</summary>
    public static Func<string, string?> ReplacePrefix(string from, string to)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        return name => name.StartsWith(from, StringComparison.Ordinal) ? to + name[from.Length..] : name;
    }

    internal static string LibraryVersion { get; } =
        typeof(ModelWeights).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    private static SafeTensorsFile OpenWeights(string path)
    {
        if (FileKind.Detect(path) == FileKind.Learner) FileKind.Weights.Require(path);
        return SafeTensors.Open(path);
    }

    private static LoadReport Load(torch.nn.Module model, IWeightsFile file, bool isStrict, Func<string, string?>? rename)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(file);

        var fit = new WeightsFit(model, file, rename);
        if (fit.Problem(isStrict) is { } problem) throw new WeightsFileException(file.Path, problem);

        using var scope = torch.NewDisposeScope();
        using var noGradient = torch.no_grad();
        List<(torch.Tensor Target, torch.Tensor Source)> read = [.. fit.Pairs.Select(pair => (pair.Target, file.Read(pair.Entry.Name)))];
        if (fit.TiedButDifferent(read) is { } conflict) throw new WeightsFileException(file.Path, conflict);

        foreach (var (target, source) in read) target.copy_(source);
        return fit.Report();
    }
}
