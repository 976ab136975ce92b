using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace FastAI.Vision;

/// <summary>Conversions between the layouts that pixels come in and go out. Vectorised; every length is in whole pixels.</summary>
internal static class PixelFormats
{
    /// <summary>Drops every fourth byte: alpha is ignored, colours stay as they are stored.</summary>
    public static void RgbaToRgb(ReadOnlySpan<byte> rgba, Span<byte> rgb)
    {
        var count = rgba.Length / 4;
        ref var source = ref MemoryMarshal.GetReference(rgba);
        ref var target = ref MemoryMarshal.GetReference(rgb[..(count * 3)]);

        var i = 0;
        if (Vector128.IsHardwareAccelerated)
        {
            // 16 bytes are stored for 12 that count: the next step overwrites the surplus, so the last pixels are left to the loop below.
            var pack = Vector128.Create((byte)0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, 15, 15, 15, 15);
            for (; i + 6 <= count; i += 4)
            {
                Vector128.Shuffle(Vector128.LoadUnsafe(ref source, (nuint)(i * 4)), pack).StoreUnsafe(ref target, (nuint)(i * 3));
            }
        }

        for (; i < count; i++)
        {
            Unsafe.Add(ref target, i * 3) = Unsafe.Add(ref source, i * 4);
            Unsafe.Add(ref target, (i * 3) + 1) = Unsafe.Add(ref source, (i * 4) + 1);
            Unsafe.Add(ref target, (i * 3) + 2) = Unsafe.Add(ref source, (i * 4) + 2);
        }
    }

    /// <summary>Luminance by ITU-R 601-2 in the 16-bit fixed point that Pillow's <c>convert("L")</c> uses.</summary>
    public static void RgbaToGray(ReadOnlySpan<byte> rgba, Span<byte> gray)
    {
        var pixels = MemoryMarshal.Cast<byte, uint>(rgba);
        for (var i = 0; i < pixels.Length; i++)
        {
            var pixel = BitConverter.IsLittleEndian ? pixels[i] : BinaryPrimitives.ReverseEndianness(pixels[i]);
            gray[i] = Luminance(pixel & 255, (pixel >> 8) & 255, (pixel >> 16) & 255);
        }
    }

    /// <inheritdoc cref="RgbaToGray"/>
    public static void RgbToGray(ReadOnlySpan<byte> rgb, Span<byte> gray)
    {
        for (int i = 0, j = 0; j + 2 < rgb.Length; i++, j += 3) gray[i] = Luminance(rgb[j], rgb[j + 1], rgb[j + 2]);
    }

    /// <summary>Writes each gray byte three times.</summary>
    public static void GrayToRgb(ReadOnlySpan<byte> gray, Span<byte> rgb)
    {
        rgb = rgb[..(gray.Length * 3)];
        for (int i = 0, j = 0; i < gray.Length; i++, j += 3) rgb[j] = rgb[j + 1] = rgb[j + 2] = gray[i];
    }

    /// <summary>Opaque pixels of four bytes, for an encoder that knows no other.</summary>
    public static void RgbToRgba(ReadOnlySpan<byte> rgb, Span<byte> rgba)
    {
        for (int i = 0, j = 0; i + 2 < rgb.Length; i += 3, j += 4)
        {
            (rgba[j], rgba[j + 1], rgba[j + 2], rgba[j + 3]) = (rgb[i], rgb[i + 1], rgb[i + 2], byte.MaxValue);
        }
    }

    /// <summary>From red, green, blue side by side to a plane of each.</summary>
    public static void SplitRgb(ReadOnlySpan<byte> rgb, Span<byte> planes)
    {
        var count = rgb.Length / 3;
        ref var source = ref MemoryMarshal.GetReference(rgb);
        ref var target = ref MemoryMarshal.GetReference(planes[..(count * 3)]);

        var i = 0;
        if (Vector128.IsHardwareAccelerated)
        {
            // From three vectors of 16 bytes each channel takes its own bytes (an index over 15 gives 0), and the three parts are joined.
            for (; i + 16 <= count; i += 16)
            {
                var a = Vector128.LoadUnsafe(ref source, (nuint)(i * 3));
                var b = Vector128.LoadUnsafe(ref source, (nuint)((i * 3) + 16));
                var c = Vector128.LoadUnsafe(ref source, (nuint)((i * 3) + 32));

                var red = Vector128.Shuffle(a, Vector128.Create((byte)0, 3, 6, 9, 12, 15, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255))
                    | Vector128.Shuffle(b, Vector128.Create((byte)255, 255, 255, 255, 255, 255, 2, 5, 8, 11, 14, 255, 255, 255, 255, 255))
                    | Vector128.Shuffle(c, Vector128.Create((byte)255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1, 4, 7, 10, 13));
                var green = Vector128.Shuffle(a, Vector128.Create((byte)1, 4, 7, 10, 13, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255))
                    | Vector128.Shuffle(b, Vector128.Create((byte)255, 255, 255, 255, 255, 0, 3, 6, 9, 12, 15, 255, 255, 255, 255, 255))
                    | Vector128.Shuffle(c, Vector128.Create((byte)255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 2, 5, 8, 11, 14));
                var blue = Vector128.Shuffle(a, Vector128.Create((byte)2, 5, 8, 11, 14, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255))
                    | Vector128.Shuffle(b, Vector128.Create((byte)255, 255, 255, 255, 255, 1, 4, 7, 10, 13, 255, 255, 255, 255, 255, 255))
                    | Vector128.Shuffle(c, Vector128.Create((byte)255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 0, 3, 6, 9, 12, 15));

                red.StoreUnsafe(ref target, (nuint)i);
                green.StoreUnsafe(ref target, (nuint)(count + i));
                blue.StoreUnsafe(ref target, (nuint)(count + count + i));
            }
        }

        for (; i < count; i++)
        {
            Unsafe.Add(ref target, i) = Unsafe.Add(ref source, i * 3);
            Unsafe.Add(ref target, count + i) = Unsafe.Add(ref source, (i * 3) + 1);
            Unsafe.Add(ref target, count + count + i) = Unsafe.Add(ref source, (i * 3) + 2);
        }
    }

    private static byte Luminance(uint red, uint green, uint blue) => (byte)(((red * 19595) + (green * 38470) + (blue * 7471) + 0x8000) >> 16);
}
