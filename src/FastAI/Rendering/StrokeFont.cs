using SkiaSharp;

namespace FastAI;

/// <summary>
/// The library's own letters, for machines without fonts (containers, most build servers): Skia then has no glyph at all, and captions and axes would stay
/// empty. Each glyph is the line that a pen follows; what Skia gets is a TrueType font made of it in memory.
/// </summary>
internal static partial class StrokeFont
{
    /// <summary>The name that plots ask for it by.</summary>
    public const string Family = "FastAI Stroke";

    // Lengths of the drawings: the baseline is y = 0, y grows downwards, capitals are 14 high, small letters 10.
    private const float EmHeight = 20, CapitalHeight = 14, SmallHeight = 10, SideBearing = 1.85f;
    private const string Missing = "M0 -14H8V0H0Z";

    private static readonly Lazy<SKTypeface> s_regular = new(() => Create(penWidth: 1.75f, isBold: false));
    private static readonly Lazy<SKTypeface> s_bold = new(() => Create(penWidth: 2.9f, isBold: true));

    /// <summary>Normal weight.</summary>
    public static SKTypeface Regular => s_regular.Value;

    /// <summary>The same letters with a thicker pen.</summary>
    public static SKTypeface Bold => s_bold.Value;

    private static SKTypeface Create(float penWidth, bool isBold)
    {
        var font = new TrueTypeFile(Family, isBold, unitsPerEm: 1000, ascent: 900, descent: 260, smallHeight: 500, capitalHeight: 700);
        font.Add(null, Advance(8), Outline(Missing, penWidth));
        foreach (var (character, (width, line)) in s_lines) font.Add(character, Advance(width), Outline(line, penWidth));
        foreach (var recipe in Accented.Split(' '))
        {
            var (width, line) = s_lines[recipe[1]];
            font.Add(recipe[0], Advance(width), Outline(line, penWidth, WithAccent(recipe[1], recipe[2], width)));
        }

        using var data = SKData.CreateCopy(font.ToBytes());
        return SKTypeface.FromData(data) ?? throw new InvalidOperationException("Skia does not read the built-in font.");
    }

    private static float Advance(float width) => (width + 2 * SideBearing) * 1000 / EmHeight;

    private static (string Line, float X, float Y) WithAccent(char letter, char accent, float width)
    {
        var isCapital = char.IsUpper(letter);
        return (s_accents[accent], width / 2, isCapital && accent != '¸' ? SmallHeight - CapitalHeight - 0.3f : 0);
    }

    /// <summary>The edge of what a round pen draws along a line, in font units, y upwards.</summary>
    private static SKPath Outline(string line, float penWidth, (string Line, float X, float Y)? accent = null)
    {
        using var pen = new SKPaint { Style = SKPaintStyle.Stroke, StrokeWidth = penWidth, StrokeCap = SKStrokeCap.Round, StrokeJoin = SKStrokeJoin.Round };
        using var path = SKPath.ParseSvgPathData(line);
        if (accent is { } above)
        {
            using var added = SKPath.ParseSvgPathData(above.Line);
            path.AddPath(added, above.X, above.Y);
        }

        var outline = new SKPath();
        // The resolution scale says how fine curves are followed; a glyph is drawn at up to some hundred pixels.
        pen.GetFillPath(path, outline, SKRect.Empty, 1000 / EmHeight);
        const float Scale = 1000 / EmHeight;
        outline.Transform(SKMatrix.CreateScaleTranslation(Scale, -Scale, SideBearing * Scale, 0));
        return outline;
    }
}
