namespace FastAI.Tests.Rendering;

/// <summary>Reads figures pixel by pixel.</summary>
internal static class Pixels
{
    public static (byte R, byte G, byte B) At(this Figure figure, int x, int y)
    {
        var pixel = figure.Pixels.Slice((y * figure.Width + x) * 3, 3);
        return (pixel[0], pixel[1], pixel[2]);
    }

    /// <summary>How many pixels of a region have a property; the whole figure, unless given.</summary>
    public static int Count(this Figure figure, Func<(byte R, byte G, byte B), bool> match, int left = 0, int top = 0, int? right = null, int? bottom = null)
    {
        var count = 0;
        for (var y = top; y < (bottom ?? figure.Height); y++)
            for (var x = left; x < (right ?? figure.Width); x++)
                if (match(figure.At(x, y))) count++;
        return count;
    }

    public static bool IsDark((byte R, byte G, byte B) pixel) => pixel is { R: < 110, G: < 110, B: < 120 };

    public static bool IsGreen((byte R, byte G, byte B) pixel) => pixel.G > pixel.R + 50 && pixel.G > pixel.B + 30;

    public static bool IsRed((byte R, byte G, byte B) pixel) => pixel.R > pixel.G + 90 && pixel.R > pixel.B + 90;
}
