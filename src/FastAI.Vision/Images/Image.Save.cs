using SkiaSharp;

namespace FastAI.Vision;

public sealed partial class Image
{
    /// <summary>Writes the image to a file, whole or not at all.</summary>
    /// <param name="path">The extension says the format: <c>.png</c>, <c>.jpg</c> or <c>.jpeg</c>, <c>.webp</c>.</param>
    /// <param name="quality">For JPEG and WebP, 1..100.</param>
    /// <exception cref="ArgumentException">The extension is none of these, or the quality is out of range.</exception>
    /// <exception cref="IOException">The folder is missing, the disk is full, or the file cannot be replaced.</exception>
    public void Save(string path, int quality = 90)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentOutOfRangeException.ThrowIfLessThan(quality, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quality, 100);
        var format = System.IO.Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".png" => SKEncodedImageFormat.Png,
            ".jpg" or ".jpeg" => SKEncodedImageFormat.Jpeg,
            ".webp" => SKEncodedImageFormat.Webp,
            var other => throw new ArgumentException(
                $"Cannot save an image as '{other}' ({path}): the extension must be .png, .jpg, .jpeg or .webp.", nameof(path)),
        };

        using var encoded = Encode(format, quality);
        AtomicFile.Write(path, encoded.SaveTo);
    }

    /// <summary>The image as the bytes of a PNG file: lossless.</summary>
    public byte[] EncodePng()
    {
        using var encoded = Encode(SKEncodedImageFormat.Png, 100);
        return encoded.ToArray();
    }

    private unsafe SKData Encode(SKEncodedImageFormat format, int quality)
    {
        var isGray = Mode == ImageMode.Gray;
        var bytes = _pixels;
        if (!isGray)
        {
            bytes = GC.AllocateUninitializedArray<byte>(checked(Width * Height * 4));
            PixelFormats.RgbToRgba(_pixels, bytes);
        }

        fixed (byte* start = bytes)
        {
            var info = new SKImageInfo(Width, Height, isGray ? SKColorType.Gray8 : SKColorType.Rgba8888, SKAlphaType.Opaque);
            using var pixmap = new SKPixmap(info, (nint)start);
            return pixmap.Encode(format, quality)
                ?? throw new InvalidOperationException(
                    $"Skia could not encode {this} as {format}; JPEG and WebP have a largest side (65,535 and 16,383 pixels).");
        }
    }
}
