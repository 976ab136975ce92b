using System.Text.Json.Serialization;
using TorchSharp;

namespace FastAI.Vision;

/// <summary>A small network for small pictures: a <see cref="SimpleCnn"/>, whose convolutions end in an average over the picture, and a linear layer for the scores.</summary>
/// <param name="Channels">Channels of the pictures.</param>
/// <param name="Widths">Channels after each convolution.</param>
/// <param name="Outputs">Length of the result.</param>
/// <remarks>
/// In fastai's <c>SimpleCNN</c> alone the last convolution makes the scores, and they pass a ReLU: a class whose scores begin below zero is then never learnt. Keys of the
/// convolutions begin with <c>0.</c>, those of the linear layer with <c>1.</c>.
/// </remarks>
public sealed record SimpleCnnClassifier(long Channels, IReadOnlyList<long> Widths, long Outputs) : ModelRecipe
{
    /// <summary>A stride for each convolution; 2 for each, unless given.</summary>
    public IReadOnlyList<long>? Strides { get; init; }

    /// <inheritdoc />
    [JsonIgnore]
    public override string Architecture => "simple_cnn";

    /// <inheritdoc />
    public override Chain Build()
    {
        if (Widths.Count == 0) throw new ArgumentException("A network needs at least one convolution: give the channels after each, e.g. widths: [32, 64].", nameof(Widths));

        using var scope = torch.NewDisposeScope();
        return new(new SimpleCnn([Channels, .. Widths], strides: Strides), torch.nn.Linear(Widths[^1], Outputs));
    }
}
