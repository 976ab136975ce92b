using FastAI.Vision;
using SkiaSharp;

namespace FastAI;

/// <summary>What a sample draws: its pictures and its lines of text, kept until the whole grid is known.</summary>
internal sealed class SampleCell : ICanvas
{
    private readonly List<Image> _pictures = [];
    private readonly List<(string Text, SKColor Color)> _captions = [];

    /// <summary>The colour of the captions that follow.</summary>
    public SKColor Color { get; set; } = Ink.Text;

    /// <summary>Text above the picture.</summary>
    public IReadOnlyList<(string Text, SKColor Color)> Captions => _captions;

    /// <summary>Whether there is a picture.</summary>
    public bool HasPicture => _pictures.Count > 0;

    public void Picture(ReadOnlySpan<byte> rgb, int width, int height) => _pictures.Add(Image.FromPixels(rgb, width, height));

    public void Overlay(ReadOnlySpan<byte> rgba, int width, int height)
    {
        var above = Rgba(rgba, width, height);
        if (!HasPicture) _pictures.Add(Image.FromPixels(new byte[width * height * 3], width, height));
        _pictures[^1] = Blend(_pictures[^1], above, width, height);
    }

    public void Caption(string text) => _captions.Add((text, Color));

    /// <summary>The picture; several side by side, in the middle of the highest one's height.</summary>
    public Image? Whole()
    {
        if (_pictures.Count <= 1) return _pictures.FirstOrDefault();

        var height = _pictures.Max(picture => picture.Height);
        var gap = Math.Max(1, height / 16);
        var width = _pictures.Sum(picture => picture.Width + gap) - gap;
        var pixels = new byte[width * height * 3];
        pixels.AsSpan().Fill(255);
        var left = 0;
        foreach (var picture in _pictures)
        {
            var top = (height - picture.Height) / 2;
            for (var row = 0; row < picture.Height; row++)
                picture.Pixels.Slice(row * picture.Width * 3, picture.Width * 3).CopyTo(pixels.AsSpan(((top + row) * width + left) * 3));
            left += picture.Width + gap;
        }

        return Image.FromPixels(pixels, width, height);
    }

    private static byte[] Rgba(ReadOnlySpan<byte> rgba, int width, int height)
        => rgba.Length == width * height * 4 ? rgba.ToArray()
            : throw new ArgumentException($"A picture of {width}x{height} to lay over another has {width * height * 4} bytes, red, green, blue and alpha; got {rgba.Length}.", nameof(rgba));

    private static Image Blend(Image below, byte[] above, int width, int height)
    {
        var pixels = below.Pixels.ToArray();
        for (var y = 0; y < below.Height; y++)
        {
            for (var x = 0; x < below.Width; x++)
            {
                // The pixel of the upper one at this pixel's centre.
                var from = ((2 * y + 1) * height / (2 * below.Height) * width + (2 * x + 1) * width / (2 * below.Width)) * 4;
                var to = (y * below.Width + x) * 3;
                var alpha = above[from + 3];
                for (var c = 0; c < 3; c++) pixels[to + c] = (byte)((above[from + c] * alpha + pixels[to + c] * (255 - alpha) + 127) / 255);
            }
        }

        return Image.FromPixels(pixels, below.Width, below.Height);
    }
}
