using System.Globalization;

namespace FastAI.Cli;

/// <summary>A learning rate as it is given on the command line: a number, or the wish to have one found.</summary>
/// <param name="Value">The rate; null for one that is to be found.</param>
internal readonly record struct LearningRate(double? Value)
{
    public const string Find = "find";

    public static bool TryParse(string text, out LearningRate rate)
    {
        rate = default;
        if (text == Find) return true;

        var isNumber = CheckedOption.TryNumber(text, out var number);
        rate = new(number);
        return isNumber && number > 0;
    }

    public override string ToString() => Value?.ToString("0.###e+0", CultureInfo.InvariantCulture) ?? Find;
}
