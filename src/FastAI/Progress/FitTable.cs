using System.Globalization;

namespace FastAI;

/// <summary>The table of epochs, a line at a time: its columns have their widths from the beginning, so that what is printed never has to change.</summary>
internal sealed class FitTable
{
    private const int EpochWidth = 5, NumberWidth = 10, TimeWidth = 7;
    private const string Gap = "  ";

    private readonly int[] _widths;

    public FitTable(IReadOnlyList<string> metricNames)
    {
        string[] names = ["train_loss", "valid_loss", .. metricNames];
        _widths = [.. names.Select(name => Math.Max(name.Length, NumberWidth))];
        Header = Line("epoch", names, "time");
    }

    /// <summary>The names of the columns.</summary>
    public string Header { get; }

    /// <summary>The line of an epoch.</summary>
    public string Line(EpochRow row)
    {
        IEnumerable<double?> values = [row.TrainLoss, row.ValidLoss, .. row.Metrics];
        var line = Line(row.Epoch.ToString(CultureInfo.InvariantCulture), values.Select(Figures.Number), Figures.Time(row.Time));
        return row.IsComplete ? line : line + Gap + "incomplete";
    }

    /// <summary>The beginning of a line about an epoch, as wide as its column.</summary>
    public static string EpochCell(int? epoch) => (epoch?.ToString(CultureInfo.InvariantCulture) ?? "").PadLeft(EpochWidth) + Gap;

    private string Line(string epoch, IEnumerable<string> values, string time)
        => string.Join(Gap, [epoch.PadLeft(EpochWidth), .. values.Zip(_widths, (value, width) => value.PadLeft(width)), time.PadLeft(TimeWidth)]);
}
