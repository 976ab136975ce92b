using System.Globalization;

namespace FastAI;

/// <summary>What a model makes of one input.</summary>
/// <param name="Value">The prediction as a value: a class, a number, ….</param>
/// <param name="Probability">How sure the model is of it, from 0 to 1; null where that has no meaning.</param>
/// <param name="Scores">The activated output: for classes the probability of each, in the order of the vocabulary.</param>
/// <typeparam name="TY">What a target is.</typeparam>
public sealed record Prediction<TY>(TY Value, double? Probability, IReadOnlyList<float> Scores)
{
    /// <summary>The value and its probability: <c>samoyed (99.1 %)</c>.</summary>
    public override string ToString()
        => Probability is { } probability ? string.Create(CultureInfo.InvariantCulture, $"{Value} ({100 * probability:0.0} %)") : $"{Value}";
}
