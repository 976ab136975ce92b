namespace FastAI.Vision;

/// <summary>How a resized pixel is computed from the source's.</summary>
public enum Resampling
{
    /// <summary>
    /// A triangle filter that widens when shrinking, so that every source pixel counts: Pillow's <c>BILINEAR</c>, to the last bit. Not the plain
    /// four-neighbour lookup that <c>interpolate(mode: bilinear)</c> does.
    /// </summary>
    Bilinear,

    /// <summary>The source pixel at the centre: Pillow's <c>NEAREST</c>. For masks, whose values must not be mixed.</summary>
    Nearest,
}
