using System.Text.Json;
using System.Text.Json.Nodes;

namespace FastAI;

/// <summary>
/// The description inside an exported learner: versions, and its parts as ids with settings. It can be read without loading the learner.
/// </summary>
public sealed class LearnerManifest
{
    /// <summary>The format that this version writes, and the highest that it reads.</summary>
    public const int CurrentFormat = 1;

    private readonly JsonObject _json;

    private LearnerManifest(string file, JsonObject json) => (File, _json) = (file, json);

    /// <summary>The file it is from.</summary>
    public string File { get; }

    /// <summary>The format of the file.</summary>
    public int Format => Version<int>("format");

    /// <summary>The version of the library that wrote it.</summary>
    public string WrittenBy => Version<string>("fastai");

    /// <summary>The manifest as text, indented.</summary>
    public override string ToString() => _json.ToJsonString(new JsonSerializerOptions { WriteIndented = true });

    /// <summary>Reads the manifest of an exported learner, and nothing else of it.</summary>
    /// <exception cref="WeightsFileException">The file is something else, damaged, or made by a newer version.</exception>
    public static LearnerManifest Read(string path)
    {
        ThrowIfNoLearner(path);
        using var file = SafeTensors.Open(path);
        return Of(file);
    }

    internal static void ThrowIfNoLearner(string path)
    {
        var kind = FileKind.Detect(path);
        // A learner that was cut off looks like weights until its entries are checked.
        if (kind == FileKind.Weights) SafeTensors.Open(path).Dispose();
        if (kind != FileKind.Learner)
            throw new WeightsFileException(path, $"{path} is {kind.Description}, not an exported learner, as Export writes it. " +
                $"Instead, {kind.Advice}");
    }

    internal static LearnerManifest Of(SafeTensorsFile file)
    {
        JsonObject? json;
        try
        {
            json = JsonNode.Parse(file.Metadata[WeightsMetadata.Manifest], documentOptions: new() { AllowDuplicateProperties = false }) as JsonObject;
        }
        catch (JsonException e)
        {
            throw Damaged(file.Path, e.Message, e);
        }

        var manifest = new LearnerManifest(file.Path, json ?? throw Damaged(file.Path, "the manifest is not a JSON object"));
        if (manifest.Format is > CurrentFormat or < 1)
            throw new WeightsFileException(file.Path,
                $"{file.Path} has format {manifest.Format}, written by FastAI {manifest.WrittenBy}; " +
                $"this is FastAI {ModelWeights.LibraryVersion}, which reads formats 1 to {CurrentFormat}. " +
                $"Update the package FastAI to at least {manifest.WrittenBy}.");
        return manifest;
    }

    internal static string Write<TX, TY>(Preprocessing<TX, TY> steps, ModelRecipe recipe) => new JsonObject
    {
        ["format"] = CurrentFormat,
        ["fastai"] = ModelWeights.LibraryVersion,
        ["torchsharp"] = typeof(TorchSharp.torch).Assembly.GetName().Version?.ToString(3),
        ["libtorch"] = LibTorchSearch.NeededByTorchSharp,
        ["input"] = Components.Write(steps.XCodec),
        ["target"] = Components.Write(steps.YCodec),
        ["itemTransforms"] = new JsonArray([.. steps.ItemTransforms.Steps.Select(Components.Write)]),
        ["batchTransforms"] = new JsonArray([.. steps.BatchTransforms.Steps.Select(Components.Write)]),
        ["loss"] = Components.Write(steps.Loss),
        ["model"] = Components.Write(recipe),
    }.ToJsonString();

    /// <summary>Makes one part.</summary>
    internal T Part<T>(string name) where T : class => Made(() => Components.Read<T>(_json[name]));

    /// <summary>Makes a list of parts.</summary>
    internal IReadOnlyList<T> Parts<T>(string name) where T : class
        => Made<IReadOnlyList<T>>(() => _json[name] is JsonArray parts ? [.. parts.Select(Components.Read<T>)] : throw new ComponentException($"the list {name} is missing. The file is damaged, or was changed by hand."));

    private T Made<T>(Func<T> make)
    {
        try
        {
            return make();
        }
        catch (ComponentException e)
        {
            throw new WeightsFileException(File, $"{File} (written by FastAI {WrittenBy}; " +
                $"this is FastAI {ModelWeights.LibraryVersion}) cannot be loaded: {e.Message}", e);
        }
    }

    private T Version<T>(string name)
        => _json[name] is JsonValue value && value.TryGetValue<T>(out var found) ? found : throw Damaged(File, $"the manifest has no {name}");

    private static WeightsFileException Damaged(string path, string finding, Exception? inner = null)
        => new(path, $"{path} is damaged, or was changed by hand: {finding}. Export it again, or get another copy.", inner);
}
