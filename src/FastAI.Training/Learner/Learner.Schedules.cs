namespace FastAI;

/// <summary>Fits whose rates follow a plan.</summary>
public partial class Learner
{
    /// <summary>
    /// Trains by one cycle (Smith, 2018): the learning rate rises along a cosine to its maximum and falls to nearly nothing, the momentum the other
    /// way round.
    /// </summary>
    /// <param name="epochs">How many.</param>
    /// <param name="maxLr">The highest rate; that of the options, unless given. <see cref="Rates.Slice(double, double)"/> gives each group its
    /// own.</param>
    /// <param name="div">The first rate is the highest divided by this.</param>
    /// <param name="divFinal">The last rate is the highest divided by this.</param>
    /// <param name="pctStart">The share of the fit in which the rate rises.</param>
    /// <param name="cbs">Callbacks that take part in this fit only.</param>
    /// <param name="cancellationToken">Looked at once a batch.</param>
    /// <remarks>fastai's <c>fit_one_cycle</c>, with its defaults.</remarks>
    /// <inheritdoc cref="Fit" path="/exception" />
    public void FitOneCycle(
        int epochs, Rates? maxLr = null, double div = 25, double divFinal = 1e5, double pctStart = 0.25,
        IReadOnlyList<Callback>? cbs = null, CancellationToken cancellationToken = default)
    {
        Check.InRange(pctStart, 0, 1, nameof(pctStart));
        var rates = (maxLr ?? Options.LearningRate).For(Optimizer.Groups.Count);
        var (start, middle, end) = Options.Momenta;
        var scheduler = new ParamScheduler
        {
            GroupLearningRates = [.. rates.Select(rate => Schedules.CombinedCosine(pctStart, rate / div, rate, rate / divFinal))],
            Momentum = Schedules.CombinedCosine(pctStart, start, middle, end),
        };
        Fit(epochs, rates[^1], [scheduler, .. cbs ?? []], cancellationToken);
    }
}
