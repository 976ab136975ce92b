namespace FastAI;

/// <summary>A part of the samples, drawn anew every epoch, each at most once: short epochs over much data.</summary>
/// <param name="count">How many samples a pass has.</param>
/// <remarks>fastai's <c>PartialDL</c>, where more samples than there are is an error of the drawing.</remarks>
public sealed class PartialSampler(int count) : Sampler
{
    private readonly int _count = Check.AtLeast(count, 1, nameof(count));

    /// <inheritdoc />
    public override int CountOf(int sampleCount)
        => _count <= sampleCount ? _count : throw new ArgumentException(
            $"A pass of {_count} samples is asked for, and there are {sampleCount}: each is drawn at most once. Give PartialSampler a count of at most {sampleCount}.");

    /// <inheritdoc />
    public override int[] Order(in SamplerPass pass)
    {
        var order = pass.Positions();
        pass.Random().Shuffle(order);
        return order[..CountOf(order.Length)];
    }
}
