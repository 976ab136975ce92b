using System.Buffers.Binary;
using System.IO.Compression;
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

    /// <summary>A PNG with exactly these sample bytes, for what no encoder writes: 16 bits, palettes, colours under alpha 0, false sizes.</summary>
    public static byte[] Png(int width, int height, byte bitDepth, byte colourType, byte[] data, byte[]? palette = null)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (bitDepth, colourType);

        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            foreach (var row in data.Chunk(Math.Max(data.Length / height, 1))) zlib.Write([0, .. row]);
        }

        return
        [
            0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, .. Chunk("IHDR"u8, header), .. palette is null ? [] : Chunk("PLTE"u8, palette),
            .. Chunk("IDAT"u8, packed.ToArray()), .. Chunk("IEND"u8, []),
        ];

        static byte[] Chunk(ReadOnlySpan<byte> name, byte[] content)
        {
            var chunk = new byte[content.Length + 12];
            BinaryPrimitives.WriteInt32BigEndian(chunk, content.Length);
            name.CopyTo(chunk.AsSpan(4));
            content.CopyTo(chunk, 8);
            BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(content.Length + 8), Crc(chunk.AsSpan(4, content.Length + 4)));
            return chunk;
        }

        static uint Crc(ReadOnlySpan<byte> bytes)
        {
            var crc = uint.MaxValue;
            foreach (var b in bytes)
            {
                crc ^= b;
                for (var bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320u);
            }

            return ~crc;
        }
    }
}
