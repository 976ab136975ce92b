using System.Globalization;

namespace FastAI;

/// <summary>How progress writes numbers and times: the same everywhere in the world, in few characters.</summary>
internal static class Figures
{
    /// <summary>A loss or a metric, with six decimals as in fastai, or by its leading digits where those would not show it.</summary>
    public static string Number(double? value) => value switch
    {
        null => "–",
        { } number when !double.IsFinite(number) => NonFinite(number),
        0 => "0.000000",
        { } number when Math.Abs(number) is >= 1e-4 and < 1e3 => number.ToString("F6", CultureInfo.InvariantCulture),
        { } number when Math.Abs(number) is >= 1e3 and < 1e7 => number.ToString("G7", CultureInfo.InvariantCulture),
        { } number => number.ToString("0.000e+00", CultureInfo.InvariantCulture),
    };

    /// <summary>The same with three or four digits.</summary>
    public static string Short(double value)
        => !double.IsFinite(value) ? NonFinite(value)
            : value == 0 || Math.Abs(value) is >= 1e-2 and < 1e4 ? value.ToString("G4", CultureInfo.InvariantCulture)
            : value.ToString("0.0#e+00", CultureInfo.InvariantCulture);

    /// <summary>Batches a second, or seconds a batch where they are slow.</summary>
    public static string Speed(double batchesPerSecond) => batchesPerSecond switch
    {
        >= 100 => batchesPerSecond.ToString("0", CultureInfo.InvariantCulture) + "/s",
        >= 10 => batchesPerSecond.ToString("0.0", CultureInfo.InvariantCulture) + "/s",
        >= 1 => batchesPerSecond.ToString("0.00", CultureInfo.InvariantCulture) + "/s",
        _ => (1 / batchesPerSecond).ToString("0.0", CultureInfo.InvariantCulture) + " s each",
    };

    /// <summary>Minutes and seconds, with hours where there are some.</summary>
    public static string Time(TimeSpan time)
        => time.ToString(time.TotalHours >= 1 ? $@"'{(long)time.TotalHours}:'mm\:ss" : @"m\:ss", CultureInfo.InvariantCulture);

    private static string NonFinite(double number) => double.IsNaN(number) ? "nan" : number > 0 ? "inf" : "-inf";
}
