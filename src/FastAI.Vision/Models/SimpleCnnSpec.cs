using System.Text.Json.Serialization;

namespace FastAI.Vision;

/// <summary>A <see cref="SimpleCnn"/>: convolutions one after the other, then an average over the picture.</summary>
/// <param name="Filters">Channels in, between and out; the last number is the number of classes.</param>
public sealed record SimpleCnnSpec(IReadOnlyList<long> Filters) : ModelRecipe
{
    /// <summary>A stride for each convolution; 2 for each, unless given.</summary>
    public IReadOnlyList<long>? Strides { get; init; }

    /// <inheritdoc />
    [JsonIgnore]
    public override string Architecture => "simple_cnn";

    /// <inheritdoc />
    public override SimpleCnn Build() => new(Filters, strides: Strides);
}
