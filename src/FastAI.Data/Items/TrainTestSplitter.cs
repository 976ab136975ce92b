namespace FastAI;

/// <summary>Takes a share of the items for validation, at random or from the end, on request as many of each class as the class has of all.</summary>
/// <remarks>
/// fastai's <c>TrainTestSplitter</c>, which is scikit-learn's <c>train_test_split</c>. The number is rounded up; the order is drawn from a generator of the
/// library's own, so the same seed gives another order than there.
/// </remarks>
public sealed class TrainTestSplitter : PositionSplitter
{
    private readonly Func<int, int> _validCount;
    private readonly long _seed;
    private readonly bool _shuffle;

    /// <param name="testSize">Share of the items for validation, above 0 and below 1; the number is rounded up.</param>
    /// <param name="seed">The seed of the order.</param>
    /// <param name="shuffle">Whether items are drawn; otherwise the last ones are taken.</param>
    /// <exception cref="ArgumentOutOfRangeException">The share is not between 0 and 1.</exception>
    public TrainTestSplitter(double testSize = 0.2, long seed = 42, bool shuffle = true)
    {
        _validCount = CountOf(testSize);
        (_seed, _shuffle) = (seed, shuffle);
    }

    /// <param name="testCount">How many items are for validation.</param>
    /// <param name="seed">The seed of the order.</param>
    /// <param name="shuffle">Whether items are drawn; otherwise the last ones are taken.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1.</exception>
    public TrainTestSplitter(int testCount, long seed = 42, bool shuffle = true)
    {
        Check.AtLeast(testCount, 1, nameof(testCount));
        _validCount = _ => testCount;
        (_seed, _shuffle) = (seed, shuffle);
    }

    /// <summary>A splitter that takes of each class as many items for validation as its share of all items asks for, to the nearest item.</summary>
    /// <param name="labelOf">The label that classes are made of.</param>
    /// <param name="testSize">Share of the items for validation, above 0 and below 1; the number is rounded up.</param>
    /// <param name="seed">The seed of the order.</param>
    /// <typeparam name="TItem">What an item is.</typeparam>
    /// <typeparam name="TLabel">What a label is.</typeparam>
    public static Splitter<TItem> Stratified<TItem, TLabel>(Func<TItem, TLabel> labelOf, double testSize = 0.2, long seed = 42) where TLabel : notnull
        => new StratifiedSplitter<TItem, TLabel>(labelOf, CountOf(testSize), seed);

    /// <inheritdoc />
    /// <exception cref="ArgumentException">More items are asked for than there are.</exception>
    public override SplitIndices Split(int count)
    {
        var valid = Checked(_validCount(count), count);
        int[] order = [.. Enumerable.Range(0, count)];
        if (_shuffle) SplitRandom(_seed).Shuffle(order);
        return new(order[..(count - valid)], order[(count - valid)..]);
    }

    internal static int Checked(int valid, int count) => valid < count || count == 0 ? valid : throw new ArgumentException(
        $"{valid} of {count} items were asked for as validation items, which leaves none for training: ask for at most {count - 1}.");

    // No sample and no epoch's order has this number, so the stream is of its own.
    internal static SampleRandom SplitRandom(long seed) => new(seed, 0, long.MinValue + 1);

    // A share such as 0.55 of 100 comes out a hair above 55, which is no reason for one item more.
    private static Func<int, int> CountOf(double share) => share > 0 && share < 1 ? count => (int)Math.Ceiling((share * count) - 1e-9)
        : throw new ArgumentOutOfRangeException(nameof(share), share, $"testSize is {share}, and has to be above 0 and below 1; for a number of items give a whole number.");
}
