using ScottPlot;

namespace FastAI;

/// <summary>Plots of what a fit has measured.</summary>
public static class RecorderPlots
{
    /// <summary>Draws the training loss of each batch, smoothed and, faintly, as it was, and the validation loss at the end of each epoch.</summary>
    /// <param name="recorder">The record: <c>learn.Recorder</c>.</param>
    /// <param name="skipStart">How many batches at the beginning are left out, where the loss is often far off
    /// the scale; 5, as in fastai, of a fit with more than twice as many.</param>
    /// <exception cref="InvalidOperationException">Nothing was trained yet.</exception>
    /// <remarks>fastai's <c>recorder.plot_loss</c>.</remarks>
    public static Figure PlotLoss(this Recorder recorder, int skipStart = 5)
    {
        ArgumentNullException.ThrowIfNull(recorder);
        Check.AtLeast(skipStart, 0, nameof(skipStart));
        CheckTrained(recorder);
        if (recorder.Losses.Count <= 2 * skipStart) skipStart = 0;

        var plot = PlotSheet.New("Loss", "batch", "loss");
        var raw = Batches(recorder.Losses.Select(loss => (double)loss), skipStart);
        var smooth = Batches(recorder.SmoothLosses.Select(loss => (double)loss), skipStart);
        var valid = recorder.Rows.Zip(recorder.RowEnds).Where(row => row.First.ValidLoss is not null)
            .Select(row => (X: (double)row.Second, Y: row.First.ValidLoss!.Value)).ToArray();
        plot.Curve(raw, PlotSheet.Blue.WithAlpha(0.35), width: 1, name: "training, each batch");
        plot.Curve(smooth, PlotSheet.Blue, name: "training, smoothed");
        plot.Curve(valid, PlotSheet.Orange, name: "validation", marksPoints: true);
        plot.Legend(Alignment.UpperRight);

        plot.Axes.AutoScale();
        var (low, high) = Range(raw, [.. smooth, .. valid]);
        if (high > low) plot.Axes.SetLimitsY(low - 0.05 * (high - low), high + 0.08 * (high - low));
        return PlotSheet.Draw(900, 560, plot);
    }

    /// <summary>Draws learning rate and momentum of each training batch.</summary>
    /// <param name="recorder">The record: <c>learn.Recorder</c>.</param>
    /// <exception cref="InvalidOperationException">Nothing was trained yet.</exception>
    /// <remarks>fastai's <c>recorder.plot_sched</c>.</remarks>
    public static Figure PlotSchedule(this Recorder recorder)
    {
        ArgumentNullException.ThrowIfNull(recorder);
        CheckTrained(recorder);
        var rate = PlotSheet.New("Learning rate", "batch", "learning rate");
        rate.Curve(Batches(recorder.LearningRates, 0), PlotSheet.Blue);
        var momentum = PlotSheet.New("Momentum", "batch", "momentum");
        momentum.Curve(Batches(recorder.Momenta, 0), PlotSheet.Green);
        return PlotSheet.Draw(1200, 460, rate, momentum);
    }

    // The first batch is number 1, so that an epoch's end lies at its last batch.
    private static (double X, double Y)[] Batches(IEnumerable<double> values, int skip) => [.. values.Select((value, i) => (i + 1.0, value)).Skip(skip)];

    /// <summary>What the vertical axis has to show: all of the curves that matter, and of single batches all but a few extreme ones.</summary>
    private static (double Low, double High) Range((double X, double Y)[] raw, (double X, double Y)[] curves)
    {
        double[] losses = [.. raw.Select(point => point.Y).Where(double.IsFinite).Order()];
        double[] shown = [.. curves.Select(point => point.Y).Where(double.IsFinite)];
        if (losses.Length > 0) shown = [.. shown, losses[(int)(0.01 * (losses.Length - 1))], losses[(int)(0.99 * (losses.Length - 1))]];
        return shown.Length == 0 ? (0, 0) : (shown.Min(), shown.Max());
    }

    private static void CheckTrained(Recorder recorder)
    {
        if (recorder.Losses.Count == 0)
            throw new InvalidOperationException("There is nothing to plot: no batch was trained yet. Call Fit, FitOneCycle or FineTune before.");
    }
}
