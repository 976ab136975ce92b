using System.Buffers;
using System.Text;
using SkiaSharp;

namespace FastAI;

/// <summary>Measures, wraps and draws lines of text at one size, each character from a font that has it.</summary>
internal sealed class TextPen(float size, bool isBold = false)
{
    private const string Ellipsis = "…";
    private static readonly SearchValues<char> s_joints = SearchValues.Create("-_/\\,.");

    /// <summary>From one baseline to the next.</summary>
    public float LineHeight { get; } = MathF.Ceiling(size * 1.3f);

    /// <summary>From the top of a line down to its baseline.</summary>
    public float Ascent { get; } = MathF.Round(size * 1.02f);

    /// <summary>How wide a line is.</summary>
    public float Measure(string text)
    {
        var width = 0f;
        foreach (var (typeface, part) in Runs(text))
        {
            using var font = Font(typeface);
            width += font.MeasureText(part);
        }

        return width;
    }

    /// <summary>Draws a line.</summary>
    /// <param name="x">Where it begins.</param>
    /// <param name="top">The top of the line, <see cref="Ascent"/> above its baseline.</param>
    public void Draw(SKCanvas canvas, string text, float x, float top, SKColor color)
    {
        using var paint = new SKPaint { Color = color, IsAntialias = true };
        foreach (var (typeface, part) in Runs(text))
        {
            using var font = Font(typeface);
            canvas.DrawText(part, x, top + Ascent, font, paint);
            x += font.MeasureText(part);
        }
    }

    /// <summary>Breaks text into lines that are no wider than a limit, between words where that can be;
    /// what is more than so many lines ends in an ellipsis.</summary>
    public IReadOnlyList<string> Wrap(string text, float width, int most)
    {
        List<string> lines = [];
        foreach (var paragraph in Clean(text).Split('\n'))
        {
            var rest = paragraph.Trim();
            do
            {
                if (lines.Count == most)
                {
                    lines[^1] = Shorten(lines[^1] + " ", width, isCut: true);
                    return lines;
                }

                var taken = FirstLine(rest, width);
                lines.Add(rest[..taken].TrimEnd());
                rest = rest[taken..].TrimStart();
            }
            while (rest.Length > 0);
        }

        return lines;
    }

    // How many characters go onto a line: up to the last space or hyphen that fits, else as many as fit.
    private int FirstLine(string text, float width)
    {
        if (Measure(text) <= width) return text.Length;

        var fitting = Fitting(text, width);
        var space = fitting < text.Length && text[fitting] == ' ' ? fitting : text.LastIndexOf(' ', Math.Max(fitting - 1, 0));
        if (space > 0) return space;

        var joint = text.AsSpan(0, fitting).LastIndexOfAny(s_joints);
        return joint > fitting / 3 ? joint + 1 : fitting;
    }

    private int Fitting(string text, float width)
    {
        var (fits, tooLong) = (1, text.Length);
        while (tooLong - fits > 1)
        {
            var middle = (fits + tooLong) / 2;
            if (Measure(text[..middle]) <= width) fits = middle;
            else tooLong = middle;
        }

        return fits < text.Length && char.IsLowSurrogate(text[fits]) ? fits == 1 ? 2 : fits - 1 : fits;
    }

    private string Shorten(string text, float width, bool isCut)
    {
        if (!isCut && Measure(text) <= width) return text;

        text = text.TrimEnd();
        while (text.Length > 1 && Measure(text + Ellipsis) > width) text = text[..^(char.IsLowSurrogate(text[^1]) ? 2 : 1)];
        return text.TrimEnd() + Ellipsis;
    }

    // Control characters have no glyph, and a tab no width.
    private static string Clean(string text)
        => string.Concat(text.ReplaceLineEndings("\n").Select(character => character == '\n' || !char.IsControl(character) ? character : ' '));

    private SKFont Font(SKTypeface typeface) => new(typeface, size) { Edging = SKFontEdging.Antialias, Subpixel = true, Hinting = SKFontHinting.Slight };

    private IEnumerable<(SKTypeface Typeface, string Text)> Runs(string text)
    {
        SKTypeface? current = null;
        var run = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            var typeface = Typefaces.For(rune, isBold);
            if (run.Length > 0 && typeface != current)
            {
                yield return (current!, run.ToString());
                run.Clear();
            }

            current = typeface;
            run.Append(rune.ToString());
        }

        if (run.Length > 0) yield return (current!, run.ToString());
    }
}
