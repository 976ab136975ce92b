using System.Text.Json;
using System.Text.Json.Serialization;

namespace FastAI.Vision;

/// <summary>All that is needed to build a <see cref="VisionModel"/> again, apart from its weights; written into a manifest as JSON.</summary>
/// <example><c>{"arch":"xresnet18","out":10,"in":3}</c></example>
public sealed record VisionModelSpec : ModelRecipe
{
    private static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web);

    /// <summary>The network whose body is taken.</summary>
    [JsonPropertyName("arch")]
    public required Architecture Network { get; init; }

    /// <summary>Length of the result (<c>n_out</c>).</summary>
    [JsonPropertyName("out")]
    public required long Outputs { get; init; }

    /// <summary>Channels of the pictures (<c>n_in</c>).</summary>
    [JsonPropertyName("in")]
    public long Channels { get; init; } = 3;

    /// <summary>The head's settings; null for the default ones.</summary>
    [JsonPropertyName("head")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public HeadOptions? Head { get; init; }

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="JsonException">It is no such text, or names an architecture or setting that is not known.</exception>
    public static VisionModelSpec FromJson(string json) =>
        JsonSerializer.Deserialize<VisionModelSpec>(json, s_options) ?? throw new JsonException("The description of the model is null.");

    /// <summary>Writes it as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, s_options);

    /// <summary>Builds the model with fresh weights; the caller disposes.</summary>
    public override VisionModel Build() => new(this);

    /// <inheritdoc />
    [JsonIgnore]
    public override string Architecture => Network.Id;
}
