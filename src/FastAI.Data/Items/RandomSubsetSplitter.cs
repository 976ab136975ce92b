using TorchSharp;

namespace FastAI;

/// <summary>Draws some of the items for training and others for validation, and leaves out the rest: for trying things on part of the data.</summary>
public sealed class RandomSubsetSplitter : PositionSplitter
{
    private readonly double _trainSz, _validSz;
    private readonly long _seed;

    /// <param name="trainSz">Share of the items for training, above 0 and below 1; the number is rounded down.</param>
    /// <param name="validSz">Share for validation, likewise; both together at most 1.</param>
    /// <param name="seed">The seed. As in <see cref="RandomSplitter"/>, the same one gives what fastai makes of it.</param>
    /// <exception cref="ArgumentOutOfRangeException">A share is not between 0 and 1, or both together are above 1.</exception>
    public RandomSubsetSplitter(double trainSz, double validSz, long seed = 42)
    {
        foreach (var (share, name) in ((double, string)[])[(trainSz, nameof(trainSz)), (validSz, nameof(validSz))])
            if (!(share > 0 && share < 1)) throw new ArgumentOutOfRangeException(name, share, $"{name} is {share}, and has to be above 0 and below 1.");
        if (trainSz + validSz > 1)
            throw new ArgumentOutOfRangeException(nameof(validSz), validSz, $"trainSz {trainSz} and validSz {validSz} are together above 1: no item can be in both.");
        (_trainSz, _validSz, _seed) = (trainSz, validSz, seed);
    }

    /// <inheritdoc />
    public override SplitIndices Split(int count)
    {
        using var scope = torch.NewDisposeScope();
        using var generator = new torch.Generator((ulong)_seed, torch.CPU);
        var order = torch.randperm(count, dtype: torch.ScalarType.Int64, generator: generator).data<long>().Select(index => (int)index).ToArray();
        var (train, valid) = ((int)(_trainSz * count), (int)(_validSz * count));
        return new(order[..train], order[train..(train + valid)]);
    }
}
