using System.Collections.Concurrent;
using ScottPlot;
using SkiaSharp;

namespace FastAI;

/// <summary>Chooses the fonts of figures: a usual one of the system where there is one, the built-in one elsewhere.</summary>
internal static class Typefaces
{
    private static readonly string[] s_preferred =
        ["Segoe UI", "Helvetica Neue", "Inter", "Noto Sans", "Open Sans", "Roboto", "DejaVu Sans", "Liberation Sans", "Arial", "Verdana", "Ubuntu"];

    private static readonly Lazy<string[]> s_families = new(() => [.. SKFontManager.Default.FontFamilies]);
    private static readonly Lazy<string> s_usual = new(()
        => s_preferred.Intersect(s_families.Value, StringComparer.OrdinalIgnoreCase).FirstOrDefault(family => Has(family, 'A')) ?? StrokeFont.Family);

    private static readonly ConcurrentDictionary<(string Family, bool IsBold), SKTypeface> s_loaded = [];
    private static readonly ConcurrentDictionary<int, string> s_familyOfRare = [];

    static Typefaces() => Fonts.FontResolvers.Insert(0, new StrokeFontResolver());

    /// <summary>The family that figures are written in.</summary>
    public static string Family => ForcesBuiltIn ? StrokeFont.Family : s_usual.Value;

    /// <summary>Set by tests to see what a machine without fonts sees.</summary>
    internal static bool ForcesBuiltIn { get; set; }


    /// <summary>The usual typeface.</summary>
    public static SKTypeface Usual(bool isBold = false) => Load(Family, isBold);

    /// <summary>The typeface to draw a character with: the usual one, or any other that has it.</summary>
    public static SKTypeface For(System.Text.Rune rune, bool isBold = false)
    {
        var usual = Usual(isBold);
        if (usual.GetGlyph(rune.Value) != 0 || ForcesBuiltIn) return usual;

        var families = s_families.Value.Append(StrokeFont.Family);
        return Load(s_familyOfRare.GetOrAdd(rune.Value, code => families.FirstOrDefault(family => Has(family, code)) ?? Family), isBold);
    }

    private static bool Has(string family, int code) => Load(family, isBold: false).GetGlyph(code) != 0;

    private static SKTypeface Load(string family, bool isBold) => s_loaded.GetOrAdd((family, isBold), key
        => key.Family == StrokeFont.Family ? key.IsBold ? StrokeFont.Bold : StrokeFont.Regular
            : SKTypeface.FromFamilyName(key.Family, key.IsBold ? SKFontStyle.Bold : SKFontStyle.Normal) ?? SKTypeface.Default);

    // Plots take their typefaces by name.
    private sealed class StrokeFontResolver : IFontResolver
    {
        public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing)
            => fontName == StrokeFont.Family ? weight > FontWeight.Medium ? StrokeFont.Bold : StrokeFont.Regular : null;

        public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic)
            => fontName == StrokeFont.Family ? bold ? StrokeFont.Bold : StrokeFont.Regular : null;
    }
}
