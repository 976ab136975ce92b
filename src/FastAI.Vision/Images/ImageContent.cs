using System.Text;

namespace FastAI.Vision;

/// <summary>Says in words what the first bytes of a file are, for error messages.</summary>
internal static class ImageContent
{
    private static readonly (byte[] Start, string Name)[] s_known =
    [
        ([0xFF, 0xD8, 0xFF], "JPEG image"),
        ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], "PNG image"),
        ("GIF8"u8.ToArray(), "GIF image"),
        ("BM"u8.ToArray(), "BMP image"),
        ([0x49, 0x49, 0x2A, 0x00], "TIFF image"),
        ([0x4D, 0x4D, 0x00, 0x2A], "TIFF image"),
        ("%PDF"u8.ToArray(), "PDF document"),
        ([0x50, 0x4B, 0x03, 0x04], "ZIP archive"),
        ([0x1F, 0x8B], "gzip archive"),
    ];

    /// <summary>For example <c>PNG image</c>, <c>text ("Not found")</c>, <c>unknown data (00 01 02 03)</c>.</summary>
    public static string Describe(ReadOnlySpan<byte> bytes)
    {
        foreach (var (start, name) in s_known)
        {
            if (bytes.StartsWith(start)) return name;
        }

        if (bytes.Length >= 12)
        {
            if (bytes.StartsWith("RIFF"u8) && bytes[8..].StartsWith("WEBP"u8)) return "WebP image";
            if (bytes[4..].StartsWith("ftyp"u8)) return $"{Encoding.Latin1.GetString(bytes.Slice(8, 4))} (HEIC, AVIF or video) file";
        }

        var head = bytes[..Math.Min(bytes.Length, 24)];
        return IsText(head)
            ? $"text (\"{Encoding.UTF8.GetString(head).ReplaceLineEndings(" ").Trim()}{(bytes.Length > head.Length ? "…" : "")}\")"
            : $"unknown data ({string.Join(' ', head[..Math.Min(head.Length, 8)].ToArray().Select(b => b.ToString("X2", null)))})";
    }

    private static bool IsText(ReadOnlySpan<byte> bytes)
    {
        foreach (var b in bytes)
        {
            if (b < 32 && b is not ((byte)'\n' or (byte)'\r' or (byte)'\t')) return false;
        }

        return true;
    }
}
