using FastAI.Vision;
using SkiaSharp;

namespace FastAI;

/// <summary>Samples with pictures, in rows and columns, each with its text above.</summary>
internal static class PictureGrid
{
    private const int Margin = 16, Gap = 14, MostLines = 4;
    private const int WidestTile = 260, NarrowestTile = 96, UsualWidth = 1200;

    /// <summary>Draws the cells row by row.</summary>
    public static Figure Draw(IReadOnlyList<SampleCell> cells, int columns)
    {
        columns = Math.Min(columns, cells.Count);
        var pen = new TextPen(columns > 6 ? 13 : 15);
        Image?[] pictures = [.. Scaled([.. cells.Select(cell => cell.Whole())], Math.Clamp(UsualWidth / columns, NarrowestTile, WidestTile))];

        // A cell is as wide as the widest picture, and wide enough for a few words above a narrow one.
        var width = Math.Max(pictures.Max(picture => picture?.Width ?? 0), NarrowestTile);
        var captions = cells.Select(cell => Lines(cell, pen, width)).ToArray();

        var rows = (cells.Count + columns - 1) / columns;
        var texts = Enumerable.Range(0, rows).Select(row => (int)MathF.Ceiling(Row(captions, row, columns).Max(lines => lines.Count) * pen.LineHeight)).ToArray();
        var heights = Enumerable.Range(0, rows).Select(row => Row(pictures, row, columns).Max(picture => picture?.Height ?? 0)).ToArray();

        return Figure.Draw(2 * Margin + columns * width + (columns - 1) * Gap, 2 * Margin + texts.Sum() + heights.Sum() + (rows - 1) * Gap, canvas =>
        {
            var top = Margin;
            for (var row = 0; row < rows; row++)
            {
                for (var column = 0; column < columns && row * columns + column < cells.Count; column++)
                {
                    var cell = row * columns + column;
                    var left = Margin + column * (width + Gap);
                    var firstLine = top + texts[row] - captions[cell].Count * pen.LineHeight;
                    for (var line = 0; line < captions[cell].Count; line++)
                    {
                        var (text, color) = captions[cell][line];
                        pen.Draw(canvas, text, left + (width - pen.Measure(text)) / 2, firstLine + line * pen.LineHeight - 2, color);
                    }

                    if (pictures[cell] is { } picture) Draw(canvas, picture, left + (width - picture.Width) / 2, top + texts[row]);
                }

                top += texts[row] + heights[row] + Gap;
            }
        });
    }

    private static IEnumerable<T> Row<T>(T[] all, int row, int columns) => all.Skip(row * columns).Take(columns);

    private static List<(string Text, SKColor Color)> Lines(SampleCell cell, TextPen pen, int width)
    {
        List<(string Text, SKColor Color)> lines = [];
        foreach (var (text, color) in cell.Captions)
            lines.AddRange(pen.Wrap(text, width, MostLines).Select(line => (line, color)));
        return lines;
    }

    // One factor for all, so that sizes compare. Enlarged by whole factors and without smoothing: a pixel stays a square.
    private static IEnumerable<Image?> Scaled(Image?[] pictures, int tile)
    {
        var longest = pictures.Max(picture => picture is null ? 1 : Math.Max(picture.Width, picture.Height));
        if (longest <= tile)
        {
            var factor = tile / longest;
            return pictures.Select(picture => picture?.Resize(picture.Width * factor, picture.Height * factor, Resampling.Nearest));
        }

        int Side(int side) => Math.Max(1, (int)Math.Round(side * (double)tile / longest));
        return pictures.Select(picture => picture?.Resize(Side(picture.Width), Side(picture.Height)));
    }

    private static void Draw(SKCanvas canvas, Image picture, int left, int top)
    {
        var colors = new SKColor[picture.Width * picture.Height];
        var pixels = picture.Pixels;
        for (var i = 0; i < colors.Length; i++) colors[i] = new(pixels[3 * i], pixels[3 * i + 1], pixels[3 * i + 2]);
        using var bitmap = new SKBitmap(new SKImageInfo(picture.Width, picture.Height, SKColorType.Rgba8888, SKAlphaType.Opaque)) { Pixels = colors };
        canvas.DrawBitmap(bitmap, left, top);

        // A thin line around it, outside: white pictures would have no edge.
        using var edge = new SKPaint { Color = Ink.Line, Style = SKPaintStyle.Stroke, StrokeWidth = 1 };
        canvas.DrawRect(left - 0.5f, top - 0.5f, picture.Width + 1, picture.Height + 1, edge);
    }
}
