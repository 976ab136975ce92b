using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace FastAI;

/// <summary>Draws the line of a running part: its name and count, a bar, and as much more as there is room for.</summary>
internal static class ProgressBarLine
{
    private const int NarrowestBar = 10, WidestBar = 40;

    private static readonly Style DoneStyle = new(Color.Green), LeftStyle = new(Color.Grey), DetailStyle = new(Color.Grey);

    public static List<Segment> Of(RunningPart part, int width, bool isUnicode)
    {
        var digits = part.Total.ToString(CultureInfo.InvariantCulture).Length;
        var head = FitTable.EpochCell(part.Epoch) + string.Create(CultureInfo.InvariantCulture, $"{part.Name} {part.Done.ToString(CultureInfo.InvariantCulture).PadLeft(digits)}/{part.Total}");
        if (head.Length + 1 + NarrowestBar > width) return [new(head.Length <= width ? head : head[..Math.Max(width, 0)])];

        var details = Details(part);
        while (details.Count > 0 && head.Length + 1 + NarrowestBar + Length(details) > width) details.RemoveAt(details.Count - 1);

        var bar = Math.Min(width - head.Length - 1 - Length(details), WidestBar);
        var done = (int)Math.Floor(part.Share * bar);
        return
        [
            new(head + " "),
            new(new string(isUnicode ? '━' : '#', done), DoneStyle),
            new(new string(isUnicode ? '─' : '-', bar - done), LeftStyle),
            new(string.Concat(details.Select(detail => "  " + detail)), DetailStyle),
        ];
    }

    // In the order of what one would rather do without last.
    private static List<string> Details(RunningPart part)
    {
        List<string> details = [$"{Figures.Time(part.Elapsed)}<{(part.Left is { } left ? Figures.Time(left) : "?")}"];
        if (part.Loss is { } loss) details.Add($"loss {Figures.Short(loss)}");
        if (part.LearningRate is { } rate) details.Add($"lr {Figures.Short(rate)}");
        if (part.Rate is { } speed) details.Add(Figures.Speed(speed));
        if (part.FitLeft is { } fit) details.Add($"fit {Figures.Time(fit)} left");
        return details;
    }

    private static int Length(List<string> details) => details.Sum(detail => detail.Length + 2);
}
