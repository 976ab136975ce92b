namespace FastAI.Vision;

/// <summary>A rectangle of whole pixels. It may lie outside of the image, partly or wholly: what is outside gets padded.</summary>
/// <param name="Left">First column; negative when it begins left of the image.</param>
/// <param name="Top">First row; negative when it begins above the image.</param>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
public readonly record struct ImageRect(int Left, int Top, int Width, int Height)
{
    /// <summary>The rectangle of <paramref name="size"/> at the origin: the whole image.</summary>
    public ImageRect(ImageSize size) : this(0, 0, size.Width, size.Height)
    {
    }

    /// <summary>The column after the last one.</summary>
    public int Right => Left + Width;

    /// <summary>The row after the last one.</summary>
    public int Bottom => Top + Height;

    /// <summary>Width and height.</summary>
    public ImageSize Size => new(Width, Height);

    /// <summary>
    /// Where a point of an image of size <paramref name="image"/> lies once this rectangle has been cut out of it. Coordinates are -1..1 over the
    /// image
    /// before, and over the rectangle after; a point outside of the rectangle lands outside of -1..1.
    /// </summary>
    public (float X, float Y) MapPoint(ImageSize image, float x, float y) => (
        MapCoordinate(x, image.Width, Left, Width),
        MapCoordinate(y, image.Height, Top, Height));

    /// <summary>As <c>(left, top, width x height)</c>.</summary>
    public override string ToString() => $"({Left}, {Top}, {Width}x{Height})";

    private static float MapCoordinate(float value, int side, int start, int boxSide) =>
        ((value + 1) * side / boxSide) - (start * 2f / boxSide) - 1;
}
