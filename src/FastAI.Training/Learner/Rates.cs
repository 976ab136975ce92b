namespace FastAI;

/// <summary>A learning rate for each group of parameters: one for all, or a slice from the first group to the last.</summary>
/// <remarks>fastai's number or <c>slice(start, stop)</c>. A number converts to it.</remarks>
public readonly record struct Rates
{
    private const string LearningRate = "learning rate";

    private readonly double? _first;
    private readonly double _last;
    private readonly bool _isSlice;

    private Rates(double? first, double last, bool isSlice) => (_first, _last, _isSlice) = (first, last, isSlice);

    /// <summary>One rate for all groups.</summary>
    public static implicit operator Rates(double rate) => new(null, Check.Positive(rate, LearningRate), isSlice: false);

    /// <summary>From the first group's rate to the last one's, by equal factors.</summary>
    public static Rates Slice(double first, double last) => new(Check.Positive(first, LearningRate), Check.Positive(last, LearningRate), isSlice: true);

    /// <summary>A rate for the last group, a tenth of it for the others.</summary>
    public static Rates Slice(double last) => new(null, Check.Positive(last, LearningRate), isSlice: true);

    /// <summary>The rate of each of <paramref name="count"/> groups.</summary>
    public IReadOnlyList<double> For(int count)
    {
        var (first, last, isSlice) = (_first, _last, _isSlice);
        return [.. Enumerable.Range(0, count).Select(i => i == count - 1 || !isSlice ? last
            : first is { } start ? start * Math.Pow(last / start, (double)i / (count - 1))
            : last / 10)];
    }
}
