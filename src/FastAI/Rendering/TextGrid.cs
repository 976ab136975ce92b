using SkiaSharp;

namespace FastAI;

/// <summary>Samples without pictures, as a table: a row each, text wrapped in its column.</summary>
internal static class TextGrid
{
    private const int Margin = 16, Padding = 10, WidestTable = 1100, MostLines = 8;

    /// <summary>Draws a table.</summary>
    /// <param name="headings">The columns.</param>
    /// <param name="rows">What stands in each column; each line of a cell has its colour.</param>
    public static Figure Draw(IReadOnlyList<string> headings, IReadOnlyList<IReadOnlyList<SampleCell>> rows)
    {
        var (head, pen) = (new TextPen(15, isBold: true), new TextPen(15));
        var widths = Widths([.. headings.Select((heading, column) => MathF.Ceiling(Math.Max(
            head.Measure(heading), rows.Max(row => row[column].Captions.Select(line => LongestLine(pen, line.Text)).DefaultIfEmpty().Max()))))]);
        List<(string Text, SKColor Color)>[][] lines = [.. rows.Select(row => row.Select((cell, column)
            => cell.Captions.SelectMany(line => pen.Wrap(line.Text, widths[column], MostLines).Select(text => (text, line.Color))).ToList()).ToArray())];
        int[] heights = [.. lines.Select(row => (int)(row.Max(cell => Math.Max(cell.Count, 1)) * pen.LineHeight) + Padding)];

        var width = 2 * Margin + (int)widths.Sum() + headings.Count * 2 * Padding;
        var headHeight = (int)head.LineHeight + Padding;
        return Figure.Draw(width, 2 * Margin + headHeight + heights.Sum(), canvas =>
        {
            using var band = new SKPaint { Color = Ink.Band };
            using var rule = new SKPaint { Color = Ink.Line, StrokeWidth = 1 };
            float top = Margin;
            EachColumn(widths, (column, left) => head.Draw(canvas, headings[column], left, top + Padding / 2f, Ink.Faint));
            top += headHeight;
            canvas.DrawLine(Margin, top - 0.5f, width - Margin, top - 0.5f, rule);
            for (var row = 0; row < lines.Length; row++)
            {
                if (row % 2 == 1) canvas.DrawRect(Margin, top, width - 2 * Margin, heights[row], band);
                EachColumn(widths, (column, left) =>
                {
                    for (var line = 0; line < lines[row][column].Count; line++)
                        pen.Draw(canvas, lines[row][column][line].Text, left, top + Padding / 2f + line * pen.LineHeight, lines[row][column][line].Color);
                });
                top += heights[row];
            }
        });
    }

    private static float LongestLine(TextPen pen, string text) => text.Length == 0 ? 0 : text.ReplaceLineEndings("\n").Split('\n').Max(pen.Measure) + 1;

    // Narrow columns get what they need; the wide ones share what is left.
    private static float[] Widths(float[] wanted)
    {
        var room = WidestTable - wanted.Length * 2f * Padding;
        var widths = new float[wanted.Length];
        var open = Enumerable.Range(0, wanted.Length).OrderBy(column => wanted[column]).ToList();
        while (open.Count > 0)
        {
            var column = open[0];
            widths[column] = Math.Min(wanted[column], room / open.Count);
            room -= widths[column];
            open.RemoveAt(0);
        }

        return widths;
    }

    private static void EachColumn(float[] widths, Action<int, float> draw)
    {
        float left = Margin + Padding;
        for (var column = 0; column < widths.Length; column++)
        {
            draw(column, left);
            left += widths[column] + 2 * Padding;
        }
    }
}
