using System.CommandLine;
using System.Globalization;

namespace FastAI.Cli;

/// <summary>Options whose value is checked while the line is read, with a message that says what is expected.</summary>
internal static class CheckedOption
{
    /// <summary>Tries to read a value.</summary>
    public delegate bool Reader<T>(string text, out T value);

    /// <summary>Lets <paramref name="read"/> read the option's value.</summary>
    /// <param name="option">The option.</param>
    /// <param name="expected">What the value has to be: ends the message <c>--lr is x, and has to be …</c></param>
    /// <param name="read">Reads it; false where it is something else.</param>
    public static Option<T> Expecting<T>(this Option<T> option, string expected, Reader<T> read)
    {
        option.CustomParser = given =>
        {
            var text = given.Tokens[0].Value;
            if (!read(text, out var value)) given.AddError($"{option.Name} is {text}, and has to be {expected}.");
            return value;
        };
        return option;
    }

    /// <summary>A whole number from <paramref name="least"/>.</summary>
    public static Option<int> AtLeast(this Option<int> option, int least)
        => option.Expecting(WholeFrom(least), (text, out value) => TryWhole(text, least, out value));

    /// <inheritdoc cref="AtLeast(Option{int}, int)" />
    public static Option<int?> AtLeast(this Option<int?> option, int least) => option.Expecting(WholeFrom(least), (text, out value) =>
    {
        var isWhole = TryWhole(text, least, out var number);
        value = number;
        return isWhole;
    });

    public static bool TryNumber(string text, out double value)
        => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);

    private static string WholeFrom(int least) => $"a whole number from {least}";

    private static bool TryWhole(string text, int least, out int value)
        => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value) && value >= least;
}
