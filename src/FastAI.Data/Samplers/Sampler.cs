namespace FastAI;

/// <summary>Says which samples a pass goes through, and in which order.</summary>
/// <remarks>
/// Set in <see cref="LoaderOptions.Sampler"/> for training and in <see cref="LoaderOptions.ValidSampler"/> for validation. One of your own overrides <see cref="Order"/>,
/// and <see cref="CountOf"/> where a pass has more or fewer samples than the split. It keeps no state: the order follows from the pass alone, so that a
/// resumed run and a second pass within an epoch see the same. In place of fastai's <c>get_idxs</c> and <c>shuffle_fn</c>, and of a loader class for each order.
/// </remarks>
public abstract class Sampler
{
    /// <summary>How many samples a pass has.</summary>
    /// <param name="sampleCount">Number of samples in the split.</param>
    /// <exception cref="ArgumentException">The sampler is not for so many samples.</exception>
    public virtual int CountOf(int sampleCount) => sampleCount;

    /// <summary>The positions of a pass, <see cref="CountOf"/> many, each from 0 to <see cref="SamplerPass.SampleCount"/> - 1; one may come several times.</summary>
    public abstract int[] Order(in SamplerPass pass);
}

/// <summary>What an order may depend on.</summary>
/// <param name="SampleCount">Number of samples in the split.</param>
/// <param name="BatchSize">Samples in a full batch.</param>
/// <param name="Split">The split that the samples belong to.</param>
/// <param name="Seed">The seed of the run.</param>
/// <param name="Epoch">The epoch.</param>
public readonly record struct SamplerPass(int SampleCount, int BatchSize, Split Split, long Seed, int Epoch)
{
    // No sample has this number, so the order's stream is not that of any sample.
    private const long NoSample = long.MinValue;

    /// <summary>The stream of random numbers of this pass's order, from its beginning.</summary>
    public SampleRandom Random() => new(Seed, Epoch, NoSample);

    /// <summary>All positions in their order.</summary>
    public int[] Positions()
    {
        var positions = new int[SampleCount];
        for (var i = 0; i < positions.Length; i++) positions[i] = i;
        return positions;
    }
}
