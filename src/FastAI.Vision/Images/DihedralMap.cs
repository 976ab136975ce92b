namespace FastAI.Vision;

/// <summary>The numbering of <see cref="Image.Dihedral"/>, for everything that has to turn along with an image.</summary>
public static class DihedralMap
{
    /// <summary>Where a point of an image lies after <see cref="Image.Dihedral"/>; coordinates are -1..1 over the image, before and after.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="k"/> is not in 0..7.</exception>
    public static (float X, float Y) MapPoint(int k, float x, float y) => k switch
    {
        0 => (x, y),
        1 => (-x, y),
        2 => (x, -y),
        3 => (y, -x),
        4 => (-x, -y),
        5 => (-y, x),
        6 => (y, x),
        7 => (-y, -x),
        _ => throw new ArgumentOutOfRangeException(nameof(k), k, "A dihedral is one of 0..7."),
    };

    /// <summary>The number that undoes <paramref name="k"/>.</summary>
    public static int Inverse(int k) => k switch { 3 => 5, 5 => 3, _ => k };

    /// <summary>How to find the source of a result's pixel: swap x and y first, then mirror.</summary>
    internal static (bool Swap, bool MirrorX, bool MirrorY) SourceOf(int k) => k switch
    {
        1 => (false, true, false),
        2 => (false, false, true),
        3 => (true, true, false),
        4 => (false, true, true),
        5 => (true, false, true),
        6 => (true, false, false),
        7 => (true, true, true),
        _ => (false, false, false),
    };
}
