using ScottPlot;

namespace FastAI;

/// <summary>The plot of a search for a learning rate.</summary>
public static class LearningRateSearchPlot
{
    /// <summary>Draws the smoothed loss over the learning rate, whose axis is logarithmic, with the suggested rates marked.</summary>
    /// <param name="search">What <see cref="Learner.LrFind"/> gave.</param>
    /// <param name="skipEnd">How many batches at the end are left out, where the loss explodes; 5, as in fastai.</param>
    /// <exception cref="InvalidOperationException">No loss is left to be drawn.</exception>
    /// <remarks>fastai's <c>plot_lr_find</c>.</remarks>
    public static Figure Plot(this LearningRateSearch search, int skipEnd = 5)
    {
        ArgumentNullException.ThrowIfNull(search);
        Check.AtLeast(skipEnd, 0, nameof(skipEnd));
        (double X, double Y)[] points = [.. search.LearningRates.Zip(search.Losses, (rate, loss) => (X: Math.Log10(rate), Y: (double)loss))
            .SkipLast(skipEnd).Where(point => double.IsFinite(point.Y))];
        if (points.Length < 2)
            throw new InvalidOperationException(
                $"There is nothing to plot: of {search.Losses.Count} losses {points.Length} are finite and not among the last {skipEnd}. " +
                "Search over more batches, or look for NaN in the data with learn.Loaders.Train.OneBatch().");

        var plot = PlotSheet.New("Learning rate search", "learning rate (logarithmic)", "loss, smoothed");
        plot.Curve(points, PlotSheet.Blue);
        foreach (var (method, rate) in search.Suggestions.OrderBy(suggestion => suggestion.Key)) Mark(plot, points, method, rate);
        if (search.Suggestions.Count > 0) plot.Legend(Alignment.LowerLeft);
        plot.UseLogarithmicX();
        return PlotSheet.Draw(900, 560, plot);
    }

    private static void Mark(Plot plot, (double X, double Y)[] points, SuggestionMethod method, double rate)
    {
        var (color, shape) = method switch
        {
            SuggestionMethod.Valley => (PlotSheet.Red, MarkerShape.FilledCircle),
            SuggestionMethod.Slide => (PlotSheet.Orange, MarkerShape.FilledSquare),
            SuggestionMethod.Minimum => (PlotSheet.Green, MarkerShape.FilledTriangleUp),
            _ => (PlotSheet.Purple, MarkerShape.FilledDiamond),
        };
        var marker = plot.Add.Marker(Math.Log10(rate), LossAt(points, Math.Log10(rate)), shape, 12, color);
        marker.LegendText = $"{method.ToString().ToLowerInvariant()}  {PlotSheet.Number(rate)}";
    }

    // On the straight line between the two neighbours: the rate of the minimum method is no batch's own.
    private static double LossAt((double X, double Y)[] points, double x)
    {
        var next = Array.FindIndex(points, point => point.X >= x);
        if (next <= 0) return next < 0 ? points[^1].Y : points[0].Y;

        var (before, after) = (points[next - 1], points[next]);
        return before.Y + (after.Y - before.Y) * (x - before.X) / (after.X - before.X);
    }
}
