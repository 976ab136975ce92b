namespace FastAI.Vision;

public sealed partial class Image
{
    private const long DefaultMaxPixels = 178_956_970;                       // Pillow's limit: a quarter of a gigabyte at 3 bytes, halved

    private static long s_maxPixels = DefaultMaxPixels;

    /// <summary>
    /// The largest image that is decoded, in pixels; a larger one is refused from its header, before memory is taken. Default 178,956,970, where
    /// Pillow begins
    /// to warn of a decompression bomb. For the whole process: set it once, at the start.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1.</exception>
    public static long MaxPixels
    {
        get => Volatile.Read(ref s_maxPixels);
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            Volatile.Write(ref s_maxPixels, value);
        }
    }

    /// <summary>
    /// Reads an image file; fastai's <c>PILImage.create</c> (and <c>PILImageBW</c>, <c>PILMask</c> with <see cref="ImageMode.Gray"/>).
    /// </summary>
    /// <param name="path">A JPEG, PNG, WebP, GIF (first frame), BMP, ICO or WBMP file; what counts is the content, not the name.</param>
    /// <param name="mode">
    /// What to convert to. Colours become gray by Pillow's formula; alpha is dropped without blending, as <c>convert("RGB")</c> does.
    /// </param>
    /// <param name="applyOrientation">
    /// Turns a photo upright by its EXIF tag. Off by default, as in fastai: labels that were drawn over the stored pixels would no longer fit.
    /// </param>
    /// <param name="atLeast">
    /// Lets a JPEG (by eighths) or a WebP be decoded at a smaller size, as long as neither side of the stored pixels gets smaller than this: two to
    /// three times as
    /// fast for photos that will be shrunk anyway. The pixels after a resize are then near, not equal, to those of the full image. Default null: all
    /// pixels.
    /// </param>
    /// <exception cref="ImageException">
    /// The file is missing, unreadable, empty, no image, cut off, or larger than <see cref="MaxPixels"/>. An I/O error is the inner exception.
    /// </exception>
    public static Image Open(string path, ImageMode mode = ImageMode.Rgb, bool applyOrientation = false, ImageSize? atLeast = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var file = ImageFile.Read(path);
        return ImageDecoder.Decode(file.Bytes, mode, path, applyOrientation, atLeast);
    }

    /// <summary>Decodes an image file that is in memory.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="mode"><inheritdoc cref="Open" path="/param[@name='mode']"/></param>
    /// <param name="name">What error messages call it, for example a URL.</param>
    /// <param name="applyOrientation"><inheritdoc cref="Open" path="/param[@name='applyOrientation']"/></param>
    /// <param name="atLeast"><inheritdoc cref="Open" path="/param[@name='atLeast']"/></param>
    /// <exception cref="ImageException">The bytes are empty, no image, cut off, or larger than <see cref="MaxPixels"/>.</exception>
    public static Image Decode(
        ReadOnlySpan<byte> bytes, ImageMode mode = ImageMode.Rgb, string? name = null, bool applyOrientation = false, ImageSize? atLeast = null) =>
        ImageDecoder.Decode(bytes, mode, name, applyOrientation, atLeast);

    /// <summary>Reads <paramref name="stream"/> to its end and decodes it.</summary>
    /// <param name="stream">The whole file from the current position; stays open.</param>
    /// <param name="mode"><inheritdoc cref="Open" path="/param[@name='mode']"/></param>
    /// <param name="name">What error messages call it, for example a URL.</param>
    /// <param name="applyOrientation"><inheritdoc cref="Open" path="/param[@name='applyOrientation']"/></param>
    /// <param name="atLeast"><inheritdoc cref="Open" path="/param[@name='atLeast']"/></param>
    /// <exception cref="ImageException">The bytes are empty, no image, cut off, or larger than <see cref="MaxPixels"/>.</exception>
    public static Image Decode(
        Stream stream, ImageMode mode = ImageMode.Rgb, string? name = null, bool applyOrientation = false, ImageSize? atLeast = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return Decode(copy.GetBuffer().AsSpan(0, (int)copy.Length), mode, name, applyOrientation, atLeast);
    }

    /// <summary>The size that an image file declares in its header, without decoding it. The EXIF orientation is not applied.</summary>
    /// <exception cref="ImageException">The file is missing, unreadable, empty or no image.</exception>
    public static ImageSize ReadSize(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);

        // Nearly every header is within the first bytes; one that has a long preview or profile before it is not.
        using (var start = ImageFile.Read(path, maxBytes: 1 << 15))
        {
            if (ImageDecoder.TryReadSize(start.Bytes, out var size)) return size;
        }

        using var whole = ImageFile.Read(path);
        return ImageDecoder.ReadSize(whole.Bytes, path);
    }
}
