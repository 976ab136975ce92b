namespace FastAI.Vision;

/// <summary>
/// A rectangle of somebody else's pixels: rows of <see cref="Channels"/> bytes a pixel that begin <see cref="Stride"/> bytes apart.
/// </summary>
internal readonly ref struct PixelView(ReadOnlySpan<byte> pixels, ImageSize size, int channels, int stride)
{
    /// <summary>From the first pixel to the end of the memory that may be read, which may be after the last pixel.</summary>
    public ReadOnlySpan<byte> Pixels { get; } = pixels;

    public ImageSize Size { get; } = size;

    public int Channels { get; } = channels;

    public int Stride { get; } = stride;

    public int RowBytes => Size.Width * Channels;

    public ReadOnlySpan<byte> Row(int y) => Pixels.Slice(y * Stride, RowBytes);

    public PixelView Slice(ImageRect rect) => new(Pixels[((rect.Top * Stride) + (rect.Left * Channels))..], rect.Size, Channels, Stride);

    public void CopyTo(Span<byte> target)
    {
        for (var y = 0; y < Size.Height; y++) Row(y).CopyTo(target[(y * RowBytes)..]);
    }
}
