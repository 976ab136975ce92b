using System.Text.Json.Serialization;

namespace FastAI.Vision;

/// <summary>One movement of an image's plane; several are multiplied into one, so that an image is resampled once.</summary>
/// <remarks>A matrix maps a place in the result to a place in the source, both in -1..1, y downwards.</remarks>
[JsonDerivedType(typeof(FlipStep), "flip")]
[JsonDerivedType(typeof(RotateStep), "rotate")]
[JsonDerivedType(typeof(ZoomStep), "zoom")]
public abstract record AffineStep
{
    private protected AffineStep()
    {
    }

    /// <summary>The probability that a sample is moved at all.</summary>
    public double Probability { get; init => field = Check.InRange(value, 0, 1); } = 0.5;

    /// <summary>The matrix of one sample.</summary>
    internal PlaneMatrix Draw(ref SampleRandom random)
    {
        var isMoved = random.NextDouble() < Probability;
        var matrix = DrawMatrix(ref random);
        return isMoved ? matrix : PlaneMatrix.Identity;
    }

    private protected abstract PlaneMatrix DrawMatrix(ref SampleRandom random);
}

/// <summary>Mirrors left to right; fastai's <c>Flip</c>.</summary>
public sealed record FlipStep : AffineStep
{
    private protected override PlaneMatrix DrawMatrix(ref SampleRandom random) => PlaneMatrix.Flip();
}

/// <summary>Turns by up to some degrees either way; fastai's <c>Rotate</c>.</summary>
public sealed record RotateStep : AffineStep
{
    /// <summary>The largest angle in degrees.</summary>
    public double MaxDegrees { get; init; } = 10;

    private protected override PlaneMatrix DrawMatrix(ref SampleRandom random) => PlaneMatrix.Rotate(random.NextDouble(-MaxDegrees, MaxDegrees));
}

/// <summary>Enlarges around a random place; fastai's <c>Zoom</c>.</summary>
public sealed record ZoomStep : AffineStep
{
    /// <summary>The smallest scale.</summary>
    public double Min { get; init => field = Check.Positive(value); } = 1;

    /// <summary>The largest scale.</summary>
    public double Max { get; init => field = Check.Positive(value); } = 1.1;

    private protected override PlaneMatrix DrawMatrix(ref SampleRandom random)
        => PlaneMatrix.Zoom(random.NextDouble(Min, Max), random.NextDouble(), random.NextDouble());
}
