namespace FastAI.Vision;

/// <summary>
/// An image with 8 bits a channel in managed memory: immutable, safe to share between threads, nothing to dispose. The counterpart of fastai's
/// <c>PILImage</c> and, with <see cref="ImageMode.Gray"/>, of <c>PILImageBW</c>.
/// </summary>
/// <example><code>var image = Image.Open("puppy.jpg").Resize(224, 224);</code></example>
public sealed partial class Image
{
    private readonly byte[] _pixels;

    /// <summary>Takes <paramref name="pixels"/> over without a copy: the caller must not write to it any more.</summary>
    internal Image(ImageSize size, ImageMode mode, byte[] pixels)
    {
        Size = size;
        Mode = mode;
        _pixels = pixels;
    }

    /// <summary>Columns, at least 1.</summary>
    public int Width => Size.Width;

    /// <summary>Rows, at least 1.</summary>
    public int Height => Size.Height;

    /// <summary>Width and height.</summary>
    public ImageSize Size { get; }

    /// <summary>What a pixel's bytes mean.</summary>
    public ImageMode Mode { get; }

    /// <summary>Bytes a pixel: 3 for <see cref="ImageMode.Rgb"/>, 1 for <see cref="ImageMode.Gray"/>.</summary>
    public int Channels => ChannelsOf(Mode);

    /// <summary>All pixels, <c>[height, width, channels]</c>, row by row from the top, the channels of a pixel side by side, 0..255.</summary>
    public ReadOnlySpan<byte> Pixels => _pixels;

    /// <summary>Makes an image of a copy of <paramref name="pixels"/>.</summary>
    /// <param name="pixels"><c>[height, width, channels]</c>, as in <see cref="Pixels"/>.</param>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="mode">Three channels or one.</param>
    /// <exception cref="ArgumentException">The number of bytes is not width · height · channels.</exception>
    public static Image FromPixels(ReadOnlySpan<byte> pixels, int width, int height, ImageMode mode = ImageMode.Rgb)
    {
        var size = CheckSize(new ImageSize(width, height));
        var expected = size.Pixels * ChannelsOf(mode);
        if (pixels.Length != expected)
        {
            throw new ArgumentException($"An image of {size}, mode {mode}, has {expected} bytes; got {pixels.Length}.", nameof(pixels));
        }

        return new Image(size, mode, pixels.ToArray());
    }

    /// <summary>
    /// Writes the pixels channels first: <c>[channels, height, width]</c>, the layout of a tensor.
    /// </summary>
    /// <exception cref="ArgumentException"><paramref name="destination"/> is shorter than <see cref="Pixels"/>.</exception>
    public void CopyPlanesTo(Span<byte> destination)
    {
        if (destination.Length < _pixels.Length)
        {
            throw new ArgumentException($"The planes of {this} need {_pixels.Length} bytes; got {destination.Length}.", nameof(destination));
        }

        if (Mode == ImageMode.Gray) _pixels.CopyTo(destination);
        else PixelFormats.SplitRgb(_pixels, destination);
    }

    /// <summary>As <c>Image 640x427 Rgb</c>.</summary>
    public override string ToString() => $"Image {Size} {Mode}";

    internal static int ChannelsOf(ImageMode mode) => mode switch
    {
        ImageMode.Rgb => 3,
        ImageMode.Gray => 1,
        _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, "An image mode is Rgb or Gray."),
    };

    private static ImageSize CheckSize(ImageSize size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size.Width, 1, nameof(size));
        ArgumentOutOfRangeException.ThrowIfLessThan(size.Height, 1, nameof(size));
        if (size.Pixels * 3 > Array.MaxLength)
        {
            throw new ArgumentOutOfRangeException(nameof(size), size, $"An image has at most {Array.MaxLength / 3:N0} pixels.");
        }

        return size;
    }

    internal static byte[] Allocate(ImageSize size, ImageMode mode) =>
        GC.AllocateUninitializedArray<byte>(checked((int)(CheckSize(size).Pixels * ChannelsOf(mode))));
}
