namespace FastAI.Vision;

/// <summary>Width and height in pixels, always in this order.</summary>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
public readonly record struct ImageSize(int Width, int Height)
{
    /// <summary>The number of pixels; does not overflow.</summary>
    public long Pixels => (long)Width * Height;

    /// <summary>A square of <paramref name="side"/> pixels.</summary>
    public static ImageSize Square(int side) => new(side, side);

    /// <summary>As <c>640x427</c>.</summary>
    public override string ToString() => $"{Width}x{Height}";
}
