namespace FastAI.Vision;

/// <summary>Brings images to one size: cuts to the target's aspect, pads to it, or squishes, then resizes with an antialiased filter.</summary>
/// <remarks>fastai's <c>Resize</c>, pixel for pixel that of Pillow. In training the cut (or the padding) is at a random place, in validation at the centre.</remarks>
public sealed record Resize : RandomItemTransform<(double X, double Y)>, IEncodes<Image, (double X, double Y)>
{
    /// <param name="height">Rows of the result.</param>
    /// <param name="width">Columns of the result.</param>
    public Resize(int height, int width) => (Height, Width) = (Check.AtLeast(height, 1, nameof(height)), Check.AtLeast(width, 1, nameof(width)));

    /// <summary>Rows of the result.</summary>
    public int Height { get; }

    /// <summary>Columns of the result.</summary>
    public int Width { get; }

    /// <summary>How the aspect is changed; by cutting, unless given.</summary>
    public ResizeMethod Method { get; init; } = ResizeMethod.Crop;

    /// <summary>What is put around an image that is padded.</summary>
    public PadMode PadMode { get; init; } = PadMode.Reflection;

    /// <inheritdoc />
    public override int Order => 1;

    /// <inheritdoc />
    protected override (double X, double Y) Draw(in SampleContext sample)
    {
        if (sample.Split == Split.Valid) return (0.5, 0.5);

        var random = sample.Random();
        return (random.NextDouble(), random.NextDouble());
    }

    /// <inheritdoc />
    public Image Encode(Image value, (double X, double Y) draw)
    {
        ArgumentNullException.ThrowIfNull(value);
        return ResizeGeometry.Plan(value.Size, new ImageSize(Width, Height), Method, draw.X, draw.Y).Apply(value, PadMode);
    }
}
