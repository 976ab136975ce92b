using FastAI.Vision;
using SkiaSharp;

namespace FastAI.Tests.Vision;

/// <summary>Images made by code.</summary>
internal static class TestImages
{
    /// <summary>Every byte at random, the same each time.</summary>
    public static Image Noise(int width, int height, ImageMode mode = ImageMode.Rgb, int seed = 1)
    {
        var pixels = new byte[width * height * (mode == ImageMode.Rgb ? 3 : 1)];
        new Random(seed).NextBytes(pixels);
        return Image.FromPixels(pixels, width, height, mode);
    }

    /// <summary>Smooth colours, which JPEG keeps well.</summary>
    public static Image Gradient(int width, int height)
    {
        var pixels = new byte[width * height * 3];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var at = ((y * width) + x) * 3;
                pixels[at] = (byte)(255 * x / width);
                pixels[at + 1] = (byte)(255 * y / height);
                pixels[at + 2] = (byte)(255 - (255 * x / width));
            }
        }

        return Image.FromPixels(pixels, width, height);
    }

    /// <summary>An image file in memory.</summary>
    public static byte[] Encode(Image image, SKEncodedImageFormat format, int quality = 90)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(image.Width, image.Height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        var pixels = bitmap.GetPixelSpan();
        for (var i = 0; i < image.Width * image.Height; i++)
        {
            image.Pixels.Slice(i * 3, 3).CopyTo(pixels[(i * 4)..]);
            pixels[(i * 4) + 3] = 255;
        }

        using var data = bitmap.Encode(format, quality);
        return data.ToArray();
    }
}
