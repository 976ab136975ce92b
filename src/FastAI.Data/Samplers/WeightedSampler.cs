namespace FastAI;

/// <summary>Draws samples with replacement, each as often as its share of the weights: as many a pass as there are, unless told otherwise.</summary>
/// <remarks>
/// fastai's <c>WeightedDL</c>. A sample that comes twice in an epoch is augmented alike both times, since what is drawn for it follows from its number and
/// the epoch.
/// </remarks>
public sealed class WeightedSampler : Sampler
{
    private readonly double[] _sums;
    private readonly int _count;

    /// <param name="weights">A weight for each sample of the split, at least 0, of any sum; one of weight 0 is never drawn.</param>
    /// <param name="count">How many samples a pass has; as many as there are weights, unless given.</param>
    /// <exception cref="ArgumentException">A weight is negative or not finite, or none is above 0.</exception>
    public WeightedSampler(IReadOnlyList<double> weights, int? count = null)
    {
        ArgumentNullException.ThrowIfNull(weights);
        _sums = new double[weights.Count];
        var sum = 0.0;
        for (var i = 0; i < _sums.Length; i++)
        {
            if (!(weights[i] >= 0 && double.IsFinite(weights[i])))
                throw new ArgumentException($"The weight of sample {i} is {weights[i]}: expected a finite number of at least 0.", nameof(weights));
            _sums[i] = sum += weights[i];
        }

        if (!(sum > 0 && double.IsFinite(sum)))
            throw new ArgumentException($"The {_sums.Length} weights add up to {sum}, so nothing could be drawn: expected at least one above 0.", nameof(weights));
        _count = Check.AtLeast(count ?? _sums.Length, 1, nameof(count));
    }

    /// <summary>Weighs the samples of a data set by their targets, which reads no input.</summary>
    /// <param name="dataset">The samples, usually <c>datasets.Train</c>.</param>
    /// <param name="weightOf">The weight of a sample with this target.</param>
    /// <param name="count">How many samples a pass has; as many as the data set, unless given.</param>
    public static WeightedSampler ByTarget<TX, TY>(Dataset<TX, TY> dataset, Func<TY, double> weightOf, int? count = null)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(weightOf);
        return new([.. Enumerable.Range(0, dataset.Count).Select(index => weightOf(dataset.Y(index)))], count);
    }

    /// <summary>Draws every class equally often: the weight of a sample is one over the number of samples with its target.</summary>
    /// <param name="dataset">The samples, usually <c>datasets.Train</c>.</param>
    /// <param name="count">How many samples a pass has; as many as the data set, unless given.</param>
    public static WeightedSampler Balanced<TX, TY>(Dataset<TX, TY> dataset, int? count = null) where TY : notnull
    {
        ArgumentNullException.ThrowIfNull(dataset);
        var counts = Enumerable.Range(0, dataset.Count).CountBy(dataset.Y).ToDictionary();
        return ByTarget(dataset, target => 1.0 / counts[target], count);
    }

    /// <inheritdoc />
    public override int CountOf(int sampleCount)
        => sampleCount == _sums.Length ? _count : throw new ArgumentException(
            $"There are {_sums.Length} weights and {sampleCount} samples: WeightedSampler needs one weight for each sample of the split.");

    /// <inheritdoc />
    public override int[] Order(in SamplerPass pass)
    {
        var random = pass.Random();
        var order = new int[CountOf(pass.SampleCount)];
        for (var i = 0; i < order.Length; i++) order[i] = FirstAbove(random.NextDouble() * _sums[^1]);
        return order;
    }

    // The first whose sum is above what was drawn: one of weight 0 has the sum of the one before it, so it is never that.
    private int FirstAbove(double drawn)
    {
        int low = 0, high = _sums.Length - 1;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_sums[middle] > drawn) high = middle;
            else low = middle + 1;
        }

        return low;
    }
}
