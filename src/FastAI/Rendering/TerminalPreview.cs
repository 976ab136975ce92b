using Spectre.Console;
using Spectre.Console.Rendering;

namespace FastAI;

/// <summary>A picture in characters: the upper half block carries one pixel in its own colour and one in that of its background.</summary>
internal sealed class TerminalPreview(Vision.Image image, int width) : Renderable
{
    private const char UpperHalf = '▀';

    protected override Measurement Measure(RenderOptions options, int maxWidth)
    {
        var columns = ShowsPictures(options) ? Columns(maxWidth) : Math.Min(Note.Length, maxWidth);
        return new(Math.Min(columns, maxWidth), columns);
    }

    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        if (ShowsPictures(options)) return Picture(Columns(maxWidth));
        return [new Segment(Note.Length <= maxWidth ? Note : Note[..Math.Max(maxWidth, 0)]), Segment.LineBreak];
    }

    private string Note => $"[Figure {image.Size}: too few colours here to show it; Save(\"figure.png\")]";

    private static bool ShowsPictures(RenderOptions options) => options is { Ansi: true, Unicode: true } && options.ColorSystem > ColorSystem.Standard;

    private int Columns(int maxWidth) => Math.Max(1, Math.Min(Math.Min(width, maxWidth), image.Width));

    private List<Segment> Picture(int columns)
    {
        // A character is about twice as high as wide, so that half of one is a square.
        var lines = Math.Max(1, (int)Math.Round(image.Height * (double)columns / image.Width / 2));
        var small = image.Resize(columns, 2 * lines);
        var segments = new List<Segment>();
        for (var line = 0; line < lines; line++)
        {
            var begin = 0;
            for (var column = 1; column <= columns; column++)
            {
                if (column < columns && StyleAt(small, column, line) == StyleAt(small, begin, line)) continue;

                segments.Add(new Segment(new string(UpperHalf, column - begin), StyleAt(small, begin, line)));
                begin = column;
            }

            segments.Add(Segment.LineBreak);
        }

        return segments;
    }

    private static Style StyleAt(Vision.Image small, int column, int line) => new(ColorAt(small, column, 2 * line), ColorAt(small, column, 2 * line + 1));

    private static Color ColorAt(Vision.Image small, int column, int row)
    {
        var pixel = small.Pixels.Slice((row * small.Width + column) * 3, 3);
        return new(pixel[0], pixel[1], pixel[2]);
    }
}
