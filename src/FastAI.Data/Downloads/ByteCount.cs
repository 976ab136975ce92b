namespace FastAI;

/// <summary>Amounts of bytes as people read them.</summary>
internal static class ByteCount
{
    public static string Of(long bytes)
    {
        var (unit, name) = Unit(bytes);
        return Number(bytes, unit) + name;
    }

    /// <summary>A part and its whole in the whole's unit: <c>12.3 of 811.7 MB</c>.</summary>
    public static string Of(long part, long whole)
    {
        var (unit, name) = Unit(whole);
        return $"{Number(part, unit)} of {Number(whole, unit)}{name}";
    }

    private static string Number(long bytes, double unit) => unit == 1 ? FormattableString.Invariant($"{bytes}") : FormattableString.Invariant($"{bytes / unit:0.0}");

    private static (double Unit, string Name) Unit(long bytes) => bytes switch
    {
        < 1000 => (1, " bytes"),
        < 1_000_000 => (1e3, " kB"),
        < 1_000_000_000 => (1e6, " MB"),
        _ => (1e9, " GB"),
    };
}
