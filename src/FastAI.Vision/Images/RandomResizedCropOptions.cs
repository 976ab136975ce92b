namespace FastAI.Vision;

/// <summary>Bounds of a random crop's area and aspect, with fastai's defaults.</summary>
public sealed record RandomResizedCropOptions
{
    /// <summary>All defaults.</summary>
    public static RandomResizedCropOptions Default { get; } = new();

    /// <summary>Smallest share of the image's area, over 0 and at most 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not in that range.</exception>
    public double MinScale { get; init => field = Positive(value, nameof(MinScale), 1); } = 0.08;

    /// <summary>Largest share of the image's area, over 0 and at most 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not in that range.</exception>
    public double MaxScale { get; init => field = Positive(value, nameof(MaxScale), 1); } = 1;

    /// <summary>Narrowest aspect, width over height.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public double MinAspect { get; init => field = Positive(value, nameof(MinAspect), double.MaxValue); } = 3.0 / 4;

    /// <summary>Widest aspect, width over height.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public double MaxAspect { get; init => field = Positive(value, nameof(MaxAspect), double.MaxValue); } = 4.0 / 3;

    /// <summary>
    /// In validation: how much larger than the target the image is made before the centre is cut out, as a share of the target's longer side, rounded
    /// up to
    /// a multiple of 8 pixels; at least 0.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public double ValidationExtra
    {
        get;
        init => field = value >= 0 && double.IsFinite(value)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(ValidationExtra), value, "The extra size must be at least 0.");
    } = 0.14;

    private static double Positive(double value, string name, double max) => value > 0 && value <= max
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name} must be over 0{(max < double.MaxValue ? $" and at most {max}" : "")}.");
}
