namespace FastAI;

/// <summary>What <see cref="Learner.LrFind"/> has seen, and what it suggests.</summary>
/// <param name="LearningRates">The rate of each batch, from the lowest up.</param>
/// <param name="Losses">The smoothed loss after each batch.</param>
/// <param name="Suggestions">The suggested rates by method.</param>
public sealed record LearningRateSearch(
    IReadOnlyList<double> LearningRates, IReadOnlyList<float> Losses, IReadOnlyDictionary<SuggestionMethod, double> Suggestions)
{
    /// <summary>The rate that the valley method suggests: halfway down the longest stretch of falling loss.</summary>
    /// <exception cref="InvalidOperationException">The loss was finite for too few batches to suggest anything.</exception>
    public double Valley => Of(SuggestionMethod.Valley);

    /// <summary>The rate that the minimum method suggests: a tenth of that at the lowest loss. Bolder than <see cref="Valley"/>.</summary>
    /// <inheritdoc cref="Valley" path="/exception" />
    public double Minimum => Of(SuggestionMethod.Minimum);

    private double Of(SuggestionMethod method) => Suggestions.TryGetValue(method, out var rate) ? rate : throw new InvalidOperationException(
        $"No learning rate can be suggested: only {Losses.Count(float.IsFinite)} of {Losses.Count} losses are finite. " +
        "Look for NaN in the data, or start lower.");
}

/// <summary>How a learning rate is chosen from a search.</summary>
public enum SuggestionMethod
{
    /// <summary>Halfway down the longest stretch of falling loss.</summary>
    Valley,

    /// <summary>The left end of an interval that slides from the right while the loss falls at its two ends in different ways.</summary>
    Slide,

    /// <summary>A tenth of the rate at the lowest loss.</summary>
    Minimum,

    /// <summary>Where the loss falls fastest over the logarithm of the rate.</summary>
    Steep,
}

/// <summary>Raises the learning rate from batch to batch until the loss explodes.</summary>
internal sealed class LearningRateFinder(double startLr, double endLr, int batches, bool stopsWhenDiverging) : Callback
{
    private readonly Schedule _schedule = Schedules.Exponential(startLr, endLr);
    private float _best = float.PositiveInfinity;
    private int _done;

    public override void BeforeBatch(Learner learn)
    {
        if (learn.IsTraining) learn.Optimizer.SetLearningRates(_schedule((double)_done / batches));
    }

    public override void AfterBatch(Learner learn)
    {
        if (!learn.IsTraining) return;

        _done++;
        if (_done >= batches) learn.CancelFit($"The search is done after {batches} batches.");
        else if (stopsWhenDiverging && HasDiverged(learn.Recorder.SmoothLosses))
            learn.CancelFit("The loss has grown to more than four times the lowest.");
    }

    // A loss that is NaN is no larger than another: the search goes on, and what follows is left out of the suggestions.
    private bool HasDiverged(IReadOnlyList<float> losses)
    {
        if (losses.Count == 0) return false;
        if (losses[^1] < _best) _best = losses[^1];
        return losses[^1] > 4 * _best;
    }

    public override void BeforeValidate(Learner learn) => learn.CancelValidate("A search for the learning rate does not validate.");
}

/// <summary>Chooses a learning rate from losses over rates; fastai's <c>valley</c>, <c>slide</c>, <c>minimum</c>, <c>steep</c>.</summary>
internal static class LearningRateSuggestion
{
    /// <summary>
    /// The suggestions over what is left of a search without its first tenth and its last five batches, up to the first loss that is not finite.
    /// </summary>
    public static IReadOnlyDictionary<SuggestionMethod, double> Of(IReadOnlyList<double> rates, IReadOnlyList<float> losses, int batches)
    {
        var first = batches / 10;
        var finite = losses.TakeWhile(loss => !float.IsNaN(loss)).Count();
        var (from, to) = (Math.Min(first, finite), Math.Min(finite, losses.Count - 5));
        if (to - from < 3) return new Dictionary<SuggestionMethod, double>();

        double[] lr = [.. rates.Take(to).Skip(from)];
        double[] loss = [.. losses.Take(to).Skip(from).Select(value => (double)value)];
        var suggestions = new Dictionary<SuggestionMethod, double>
        {
            [SuggestionMethod.Valley] = Valley(lr, loss),
            [SuggestionMethod.Minimum] = Minimum(lr, loss),
            [SuggestionMethod.Steep] = Steep(lr, loss),
        };
        if (Slide(lr, loss) is { } slide) suggestions[SuggestionMethod.Slide] = slide;
        return suggestions;
    }

    // The longest falling subsequence, by length of the one that ends at each point, taken for one stretch; the middle of its middle third.
    public static double Valley(double[] rates, double[] losses)
    {
        var lengths = new int[losses.Length];
        var (longest, end) = (0, 0);
        for (var i = 0; i < losses.Length; i++)
        {
            lengths[i] = 1;
            for (var j = 0; j < i; j++)
                if (losses[i] < losses[j]) lengths[i] = Math.Max(lengths[i], lengths[j] + 1);
            if (lengths[i] > longest) (longest, end) = (lengths[i], i);
        }

        var third = longest / 3;
        return rates[Math.Clamp(end - longest + third + third / 2, 0, rates.Length - 1)];
    }

    public static double Minimum(double[] rates, double[] losses) => rates[Array.IndexOf(losses, losses.Min())] / 10;

    public static double Steep(double[] rates, double[] losses)
    {
        var slopes = Enumerable.Range(0, rates.Length - 1)
            .Select(i => (losses[i + 1] - losses[i]) / (Math.Log(rates[i + 1]) - Math.Log(rates[i]))).ToArray();
        return rates[Array.IndexOf(slopes, slopes.Min())];
    }

    // An interval of some points slides from the right while the gradients at its ends differ by more than the threshold; its left end is taken. Null
    // where there are fewer points than it is wide.
    public static double? Slide(double[] rates, double[] losses, int distance = 15, double threshold = 0.005, double adjust = 1)
    {
        var gradients = Gradient(losses);
        var left = losses.Length - 1 - distance;
        if (left < 0) return null;

        var chosen = rates[left];
        for (; left >= 0 && Math.Abs(gradients[left + distance] - gradients[left]) > threshold; left--) chosen = rates[left];
        return chosen * adjust;
    }

    private static double[] Gradient(double[] values)
        => [.. Enumerable.Range(0, values.Length).Select(i => i == 0 ? values[1] - values[0]
            : i == values.Length - 1 ? values[i] - values[i - 1]
            : (values[i + 1] - values[i - 1]) / 2)];
}
