using System.Text.Json.Serialization;

namespace FastAI.Vision;

/// <summary>A whole network as its architecture defines it, without another head: <c>xresnet18(n_out=10)</c>.</summary>
public sealed record NetworkSpec : ModelRecipe
{
    /// <summary>The network.</summary>
    [JsonPropertyName("arch")]
    public required Architecture Network { get; init; }

    /// <summary>Length of the result (<c>n_out</c>).</summary>
    [JsonPropertyName("out")]
    public required long Outputs { get; init; }

    /// <summary>Channels of the pictures (<c>c_in</c>).</summary>
    [JsonPropertyName("in")]
    public long Channels { get; init; } = 3;

    /// <inheritdoc />
    [JsonIgnore]
    public override string Architecture => Network.Id;

    /// <inheritdoc />
    public override Chain Build() => Network.Build(Outputs, Channels);
}
