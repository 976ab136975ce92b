namespace FastAI.Vision;

/// <summary>The first two rows of a 3×3 matrix over the plane; the third is 0, 0, 1.</summary>
internal readonly record struct PlaneMatrix(double Xx, double Xy, double X0, double Yx, double Yy, double Y0)
{
    public static PlaneMatrix Identity => new(1, 0, 0, 0, 1, 0);

    public static PlaneMatrix Flip() => Identity with { Xx = -1 };

    /// <summary>A positive angle turns the picture clockwise.</summary>
    public static PlaneMatrix Rotate(double degrees)
    {
        var (sin, cos) = Math.SinCos(degrees * Math.PI / 180);
        return new(cos, sin, 0, -sin, cos, 0);
    }

    /// <summary>Enlarges by a scale around a place, given as shares of width and height.</summary>
    public static PlaneMatrix Zoom(double scale, double x, double y)
    {
        var size = 1 / scale;
        return new(size, 0, (1 - size) * (2 * x - 1), 0, size, (1 - size) * (2 * y - 1));
    }

    public static PlaneMatrix operator *(PlaneMatrix a, PlaneMatrix b) => new(
        a.Xx * b.Xx + a.Xy * b.Yx, a.Xx * b.Xy + a.Xy * b.Yy, a.Xx * b.X0 + a.Xy * b.Y0 + a.X0,
        a.Yx * b.Xx + a.Yy * b.Yx, a.Yx * b.Xy + a.Yy * b.Yy, a.Yx * b.X0 + a.Yy * b.Y0 + a.Y0);

    /// <summary>The same movement on a picture that is not square: a rotation stays one.</summary>
    public PlaneMatrix ForAspect(double heightOverWidth) => this with { Xy = Xy * heightOverWidth, Yx = Yx / heightOverWidth };
}
