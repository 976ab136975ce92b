namespace FastAI;

/// <summary>Puts samples of like length into one batch, so that little is padded.</summary>
/// <remarks>
/// fastai's <c>SortedDL</c>. Validation goes from the longest to the shortest, equal ones in their order. Training shuffles, puts the longest sample first
/// (memory that is too small shows in the first batch), sorts within stretches of 50 batches, and shuffles the batches between the first and the last.
/// </remarks>
public sealed class SortedSampler : Sampler
{
    private const int BatchesSorted = 50;

    private readonly int[] _lengths;

    /// <param name="lengths">The length of each sample of the split.</param>
    public SortedSampler(IReadOnlyList<int> lengths)
    {
        ArgumentNullException.ThrowIfNull(lengths);
        _lengths = [.. lengths];
    }

    /// <summary>Measures the samples of a data set, which reads every input once.</summary>
    /// <param name="dataset">The samples: <c>datasets.Train</c> for <see cref="LoaderOptions.Sampler"/>, <c>datasets.Valid</c> for <see cref="LoaderOptions.ValidSampler"/>.</param>
    /// <param name="lengthOf">The length of an input.</param>
    public static SortedSampler Of<TX, TY>(Dataset<TX, TY> dataset, Func<TX, int> lengthOf)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(lengthOf);
        return new([.. Enumerable.Range(0, dataset.Count).Select(index => lengthOf(dataset.X(index)))]);
    }

    /// <inheritdoc />
    public override int CountOf(int sampleCount)
        => sampleCount == _lengths.Length ? sampleCount : throw new ArgumentException(
            $"There are {_lengths.Length} lengths and {sampleCount} samples: SortedSampler needs one length for each sample of the split.");

    /// <inheritdoc />
    public override int[] Order(in SamplerPass pass)
    {
        var positions = pass.Positions();
        CountOf(positions.Length);
        if (pass.Split == Split.Valid) return LongestFirst(positions);

        var random = pass.Random();
        random.Shuffle(positions);
        return Order(positions, pass.BatchSize, batches =>
        {
            var order = Enumerable.Range(0, batches).ToArray();
            random.Shuffle(order);
            return order;
        });
    }

    /// <summary>The order of training, given what is drawn for it.</summary>
    /// <param name="shuffled">The positions in an order of chance.</param>
    /// <param name="batchSize">Samples in a batch.</param>
    /// <param name="shuffle">An order of chance for so many batches.</param>
    internal int[] Order(int[] shuffled, int batchSize, Func<int, int[]> shuffle)
    {
        if (shuffled.Length == 0) return shuffled;

        var longest = Array.IndexOf(shuffled, Array.IndexOf(_lengths, _lengths.Max()));
        (shuffled[0], shuffled[longest]) = (shuffled[longest], shuffled[0]);
        var batches = shuffled.Chunk(batchSize * BatchesSorted).SelectMany(LongestFirst).Chunk(batchSize).ToArray();
        if (batches.Length <= 2) return [.. batches.SelectMany(batch => batch)];

        var middle = shuffle(batches.Length - 2).Select(batch => batches[batch + 1]);
        return [.. batches[0], .. middle.SelectMany(batch => batch), .. batches[^1]];
    }

    private int[] LongestFirst(int[] positions) => [.. positions.OrderByDescending(position => _lengths[position])];
}
