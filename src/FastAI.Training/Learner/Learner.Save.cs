namespace FastAI;

/// <summary>Saving and loading weights.</summary>
public partial class Learner
{
    /// <summary>The vocabulary that saved weights are marked with; none where the targets have no classes.</summary>
    private protected virtual IReadOnlyList<string> Vocabulary => [];

    /// <summary>The name of the architecture that saved weights are marked with.</summary>
    private protected virtual string Architecture => _model.GetName();

    /// <summary>Saves the model's weights as a safetensors file, marked with architecture and vocabulary; written whole or not at all.</summary>
    /// <exception cref="IOException">The disk is full, the folder is missing, or the file cannot be replaced.</exception>
    public void Save(string path)
    {
        ThrowIfDisposed();
        var metadata = new Dictionary<string, string> { [WeightsMetadata.Architecture] = Architecture };
        if (Vocabulary.Count > 0) metadata[WeightsMetadata.Vocabulary] = System.Text.Json.JsonSerializer.Serialize(Vocabulary);
        ModelWeights.Save(Model, path, metadata);
    }

    /// <summary>Loads weights that <see cref="Save"/> wrote, or another tool; what does not fit leaves the model as it was.</summary>
    /// <exception cref="WeightsFileException">The file is something else, is damaged, or holds weights of another model or for other classes.</exception>
    public void Load(string path)
    {
        ThrowIfDisposed();
        var kind = FileKind.Detect(path);
        if (kind == FileKind.Learner)
            throw new WeightsFileException(path, $"{path} is {kind.Description}, not a file of weights, as Save writes it. Instead, {kind.Advice}");

        using var file = SafeTensors.Open(path);
        ThrowIfForOtherClasses(file);
        ModelWeights.Load(Model, file);
    }

    private void ThrowIfForOtherClasses(SafeTensorsFile file)
    {
        if (Vocabulary.Count == 0) return;
        if (!file.Metadata.TryGetValue(WeightsMetadata.Vocabulary, out var text))
        {
            Warnings.Raise($"{file.Path} does not say which classes its outputs stand for: they are taken to be {string.Join(", ", Vocabulary)}, in this order.");
            return;
        }

        string[] saved;
        try
        {
            saved = System.Text.Json.JsonSerializer.Deserialize<string[]>(text) ?? [];
        }
        catch (System.Text.Json.JsonException e)
        {
            throw new WeightsFileException(file.Path, $"{file.Path} is damaged: its vocabulary cannot be read ({e.Message}). Save it again, or get another copy.", e);
        }

        if (saved.SequenceEqual(Vocabulary)) return;
        throw new WeightsFileException(file.Path,
            $"{file.Path} holds weights for another vocabulary: its classes are {string.Join(", ", saved)}, and the data's are {string.Join(", ", Vocabulary)}. " +
            "With the same weights each class would be taken for another. Give the data block the file's vocabulary, CategoryBlock(vocabulary: [...]).");
    }
}
