using System.Buffers;
using SkiaSharp;

namespace FastAI.Vision;

/// <summary>
/// From the bytes of a file to pixels: checks the header, decodes with Skia a few rows at a time and packs them while they are in the cache.
/// </summary>
internal static class ImageDecoder
{
    private const int RowsAtOnce = 16;                                       // a row of blocks of a JPEG with halved chroma

    private const string Cure = "Fetch it again, or remove it from the items.";

    private const string Formats = "JPEG, PNG, WebP, GIF, BMP, ICO and WBMP can be read";

    public static unsafe Image Decode(ReadOnlySpan<byte> bytes, ImageMode mode, string? name, bool applyOrientation, ImageSize? atLeast)
    {
        Image.ChannelsOf(mode);
        fixed (byte* start = bytes)
        {
            using var codec = OpenCodec(start, bytes, name);
            var size = new ImageSize(codec.Info.Width, codec.Info.Height);
            CheckLimit(size, name);
            if (atLeast is { } smallest) size = Reduce(codec, size, smallest);

            var pixels = Image.Allocate(size, mode);
            var result = DecodePixels(codec, size, mode, pixels);
            if (result != SKCodecResult.Success) throw new ImageException(name, Explain(result, bytes, size));
            return new Image(size, mode, pixels).Dihedral(applyOrientation ? Upright(codec.EncodedOrigin) : 0);
        }
    }

    /// <summary>False when the bytes are no image or end before the size is known.</summary>
    public static unsafe bool TryReadSize(ReadOnlySpan<byte> bytes, out ImageSize size)
    {
        fixed (byte* start = bytes)
        {
            using var codec = bytes.IsEmpty ? null : CreateCodec(start, bytes.Length, out _);
            size = codec is null ? default : new ImageSize(codec.Info.Width, codec.Info.Height);
            return codec is not null;
        }
    }

    public static unsafe ImageSize ReadSize(ReadOnlySpan<byte> bytes, string? name)
    {
        fixed (byte* start = bytes)
        {
            using var codec = OpenCodec(start, bytes, name);
            return new ImageSize(codec.Info.Width, codec.Info.Height);
        }
    }

    private static unsafe SKCodec OpenCodec(byte* start, ReadOnlySpan<byte> bytes, string? name)
    {
        if (bytes.IsEmpty)
        {
            throw new ImageException(name, $"it is empty (0 bytes): a download or a copy that stopped at once. {Cure}");
        }

        return CreateCodec(start, bytes.Length, out var result) ?? throw new ImageException(name, Explain(result, bytes, size: null));
    }

    private static unsafe SKCodec? CreateCodec(byte* start, int length, out SKCodecResult result)
    {
        using var data = SKData.Create((nint)start, length);
        var stream = new SKMemoryStream(data);                               // the codec owns it
        return SKCodec.Create(stream, out result);
    }

    private static void CheckLimit(ImageSize size, string? name)
    {
        var limit = Image.MaxPixels;
        if (size.Pixels <= limit) return;

        throw new ImageException(
            name,
            $"its header says {size}, {size.Pixels:N0} pixels, and the limit is {limit:N0}. A small file that unpacks to so much may be an attack; " +
            $"if you trust it, raise the limit with Image.MaxPixels = {size.Pixels}.");
    }

    /// <summary>The smallest size that the format can decode to at less cost and that is not smaller than what was asked for.</summary>
    private static ImageSize Reduce(SKCodec codec, ImageSize full, ImageSize atLeast)
    {
        for (var eighths = 1; eighths < 8; eighths++)
        {
            var size = codec.GetScaledDimensions(eighths / 8f);
            if (size.Width >= atLeast.Width && size.Height >= atLeast.Height) return new ImageSize(size.Width, size.Height);
        }

        return full;
    }

    private static unsafe SKCodecResult DecodePixels(SKCodec codec, ImageSize size, ImageMode mode, byte[] pixels)
    {
        // The encoded colours without conversion to another colour space, alpha not multiplied in: what Pillow gives.
        var gray = codec.Info.ColorType == SKColorType.Gray8;
        var alpha = codec.Info.AlphaType == SKAlphaType.Opaque ? SKAlphaType.Opaque : SKAlphaType.Unpremul;
        var info = new SKImageInfo(size.Width, size.Height, gray ? SKColorType.Gray8 : SKColorType.Rgba8888, alpha);

        if (gray && mode == ImageMode.Gray)
        {
            fixed (byte* target = pixels) return codec.GetPixels(info, (nint)target);
        }

        var byRows = codec.StartScanlineDecode(info) == SKCodecResult.Success && codec.ScanlineOrder == SKCodecScanlineOrder.TopDown;
        var stripRows = byRows ? Math.Min(RowsAtOnce, size.Height) : size.Height;
        var rowBytes = info.RowBytes;
        var wanted = (long)rowBytes * stripRows;

        // A strip fits into the pool; a whole image that cannot be had by rows (a PNG, a WebP) may be larger than what an array holds.
        var rented = wanted <= Array.MaxLength ? ArrayPool<byte>.Shared.Rent((int)wanted) : null;
        if (rented is null) return SKCodecResult.InternalError;
        try
        {
            fixed (byte* strip = rented)
            {
                if (!byRows)
                {
                    var result = codec.GetPixels(info, (nint)strip);
                    if (result == SKCodecResult.Success) Pack(rented.AsSpan(0, (int)wanted), gray, mode, pixels);
                    return result;
                }

                var channels = Image.ChannelsOf(mode);
                for (var y = 0; y < size.Height; y += stripRows)
                {
                    var rows = Math.Min(stripRows, size.Height - y);
                    if (codec.GetScanlines((nint)strip, rows, rowBytes) < rows) return SKCodecResult.IncompleteInput;
                    Pack(rented.AsSpan(0, rows * rowBytes), gray, mode, pixels.AsSpan(y * size.Width * channels));
                }

                return SKCodecResult.Success;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private static void Pack(ReadOnlySpan<byte> decoded, bool isGray, ImageMode mode, Span<byte> pixels)
    {
        if (isGray) PixelFormats.GrayToRgb(decoded, pixels);
        else if (mode == ImageMode.Gray) PixelFormats.RgbaToGray(decoded, pixels);
        else PixelFormats.RgbaToRgb(decoded, pixels);
    }

    private static string Explain(SKCodecResult result, ReadOnlySpan<byte> bytes, ImageSize? size)
    {
        var content = ImageContent.Describe(bytes);
        return (result, size) switch
        {
            (SKCodecResult.IncompleteInput, { } s) =>
                $"the {content} of {s} ends too early, after {bytes.Length:N0} bytes: a download or a copy that was cut off. {Cure}",
            (_, { } s) =>
                $"the {content} of {s} is damaged ({result}). {Cure}",
            _ when content is "JPEG image" or "PNG image" or "WebP image" or "GIF image" or "BMP image" =>
                $"it begins as a {content}, but its header is damaged or cut off ({bytes.Length:N0} bytes, {result}). {Cure}",
            _ =>
                $"the content is {content}, not an image of a known format, whatever its name says ({Formats}). " +
                "Convert it, or remove it from the items.",
        };
    }

    /// <summary>The <see cref="Image.Dihedral"/> that undoes an EXIF orientation.</summary>
    private static int Upright(SKEncodedOrigin origin) => origin switch
    {
        SKEncodedOrigin.TopRight => 1,
        SKEncodedOrigin.BottomRight => 4,
        SKEncodedOrigin.BottomLeft => 2,
        SKEncodedOrigin.LeftTop => 6,
        SKEncodedOrigin.RightTop => 5,
        SKEncodedOrigin.RightBottom => 7,
        SKEncodedOrigin.LeftBottom => 3,
        _ => 0,
    };
}
