using System.Runtime.CompilerServices;

namespace FastAI;

/// <summary>Checks a value where it enters, and names it in the error.</summary>
internal static class Check
{
    public static int AtLeast(int value, int least, [CallerMemberName] string name = "")
        => value >= least ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} is {value}, and has to be at least {least}.");

    public static double Positive(double value, [CallerMemberName] string name = "")
        => value > 0 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} is {value}, and has to be above 0 and finite.");

    public static double InRange(double value, double least, double most, [CallerMemberName] string name = "")
        => value >= least && value <= most ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} is {value}, and has to be from {least} to {most}.");
}
