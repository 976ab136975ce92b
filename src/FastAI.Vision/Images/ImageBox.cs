namespace FastAI.Vision;

/// <summary>A source region for <see cref="Image.Resize(ImageSize, ImageBox, Resampling)"/> whose edges may lie between pixels.</summary>
/// <param name="Left">Left edge, from 0.</param>
/// <param name="Top">Top edge, from 0.</param>
/// <param name="Right">Right edge, at most the image's width.</param>
/// <param name="Bottom">Bottom edge, at most the image's height.</param>
public readonly record struct ImageBox(float Left, float Top, float Right, float Bottom)
{
    /// <summary>A rectangle of whole pixels as a box.</summary>
    public static ImageBox From(ImageRect rect) => new(rect.Left, rect.Top, rect.Right, rect.Bottom);

    /// <summary>As <c>(left, top, right, bottom)</c>.</summary>
    public override string ToString() => $"({Left}, {Top}, {Right}, {Bottom})";
}
