using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using static TorchSharp.torch;

namespace FastAI.Vision;

/// <summary>A network for pictures as data: what it is called, how it is built, where its body ends.</summary>
/// <remarks>
/// The known ones are in <see cref="Architectures"/>; their settings are changed by <c>with</c>:
/// <c>Architectures.XResnet18 with { Act = Activation.Mish, SelfAttention = true }</c>. In JSON an architecture is its <see cref="Id"/>, or
/// an object with the id and the settings that differ from the known one.
/// </remarks>
[JsonConverter(typeof(ArchitectureJson))]
public abstract record Architecture
{
    /// <summary>The stable name, as it stands in files: fastai's and torchvision's own, <c>xresnet18</c>.</summary>
    [JsonPropertyOrder(-1)]
    public required string Id { get; init; }

    /// <summary>The name for people.</summary>
    [JsonIgnore]
    public string DisplayName { get; init; } = "";

    /// <summary>
    /// Where the body ends among the layers of the whole network, counted from the end: -2 leaves out the last two (<c>cut</c>).
    /// </summary>
    public abstract int Cut { get; }

    /// <summary>How many of the body's layers are its first parameter group; where the body is a single chain, of that chain's layers.</summary>
    public abstract int Split { get; }

    /// <summary>Channels of what the body gives.</summary>
    public abstract long Features { get; }

    /// <summary>Builds the whole network with fresh weights.</summary>
    /// <param name="outputs">Length of the result (<c>n_out</c>), ImageNet's 1000 by default.</param>
    /// <param name="channels">Channels of the pictures (<c>c_in</c>).</param>
    /// <returns>From <c>[batch, channels, height, width]</c> to <c>[batch, outputs]</c>; the caller disposes.</returns>
    public Chain Build(long outputs = 1000, long channels = 3)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(outputs);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(channels);

        // TorchSharp's own start values leave temporaries behind; the network's tensors leave the scope by themselves.
        using var scope = NewDisposeScope();
        return Create(outputs, channels);
    }

    /// <summary>Builds the network; temporaries may be left to the scope that is open.</summary>
    /// <param name="outputs">Length of the result.</param>
    /// <param name="channels">Channels of the pictures.</param>
    protected abstract Chain Create(long outputs, long channels);

    /// <summary>The <see cref="Id"/>.</summary>
    public sealed override string ToString() => Id;
}

/// <summary>Writes the id, and what differs from the known architecture of this id.</summary>
internal sealed class ArchitectureJson : JsonConverter<Architecture>
{
    private static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web)
    {
        IgnoreReadOnlyProperties = true,
        Converters = { new JsonStringEnumConverter() },
    };

    public override Architecture Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var node = JsonNode.Parse(ref reader);
        if (node is JsonValue value) return Known((string?)value);

        var given = node as JsonObject ?? throw new JsonException("An architecture is a name, or an object with an \"id\".");
        var known = Known((string?)given["id"]);
        var settings = Settings(known);
        foreach (var (name, setting) in given)
        {
            if (!settings.ContainsKey(name))
                throw new JsonException($"{known.Id} has no setting \"{name}\". It has {string.Join(", ", settings.Select(s => s.Key))}.");

            settings[name] = setting?.DeepClone();
        }

        return (Architecture)settings.Deserialize(known.GetType(), s_options)! with { DisplayName = known.DisplayName };
    }

    public override void Write(Utf8JsonWriter writer, Architecture value, JsonSerializerOptions options)
    {
        var settings = Settings(value);
        if (Architectures.TryFind(value.Id, out var known))
        {
            foreach (var (name, setting) in Settings(known))
            {
                if (name != "id" && JsonNode.DeepEquals(setting, settings[name])) settings.Remove(name);
            }
        }

        if (settings.Count == 1) writer.WriteStringValue(value.Id);
        else settings.WriteTo(writer);
    }

    private static JsonObject Settings(Architecture value) => (JsonObject)JsonSerializer.SerializeToNode(value, value.GetType(), s_options)!;

    private static Architecture Known(string? id)
    {
        try
        {
            return Architectures.Find(id ?? "null");
        }
        catch (ArgumentException error)
        {
            throw new JsonException(error.Message, error);
        }
    }
}
