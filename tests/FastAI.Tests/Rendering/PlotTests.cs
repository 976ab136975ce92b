using TorchSharp;
using Xunit;

namespace FastAI.Tests.Rendering;

[NoTensorLeaks]
public class PlotTests
{
    private static bool IsBlue((byte R, byte G, byte B) pixel) => pixel.B > pixel.R + 80 && pixel.B > pixel.G + 40;
    private static bool IsOrange((byte R, byte G, byte B) pixel) => pixel.R > pixel.G + 60 && pixel.G > pixel.B + 60;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_loss_plot_has_both_curves_and_labels_with_and_without_fonts(bool hasNoFonts)
    {
        using var builtIn = hasNoFonts ? new BuiltInFont() : null;

        var figure = Recorded().PlotLoss();

        Assert.Equal((900, 560), (figure.Width, figure.Height));
        Assert.True(figure.Count(IsBlue) > 300);
        Assert.True(figure.Count(IsOrange) > 100);
        AssertLabels(figure, "title", 350, 5, 550, 40);
        AssertLabels(figure, "x axis label", 300, 530, 600, 558);
        AssertLabels(figure, "y axis label", 0, 200, 22, 350);
    }

    [Fact]
    public void The_schedule_has_learning_rate_and_momentum_side_by_side()
    {
        var figure = Recorded().PlotSchedule();

        Assert.True(figure.Count(IsBlue, right: 600) > 200);
        Assert.Equal(0, figure.Count(IsBlue, left: 600));
        Assert.True(figure.Count(Pixels.IsGreen, left: 600) > 200);
        AssertLabels(figure, "left title", 200, 5, 450, 40);
        AssertLabels(figure, "right title", 800, 5, 1050, 40);
    }

    [Fact]
    public void Losses_that_are_not_finite_are_left_out()
    {
        var recorder = new Recorder();
        recorder.Start([]);
        foreach (var loss in (float[])[3, 2, float.NaN, float.PositiveInfinity, 1]) recorder.Add(loss, 0.1, 0.9);
        recorder.Add(new EpochRow(0, null, double.NaN, [], TimeSpan.Zero));

        Assert.True(recorder.PlotLoss().Count(IsBlue) > 50);
    }

    [Fact]
    public void One_batch_is_a_point()
    {
        var recorder = new Recorder();
        recorder.Start([]);
        recorder.Add(1, 0.1, 0.9);

        Assert.True(recorder.PlotLoss().Count(IsBlue) > 10);
        Assert.True(recorder.PlotSchedule().Count(IsBlue) > 10);
    }

    [Fact]
    public void Nothing_trained_is_said()
    {
        Assert.Contains("Fit", Assert.Throws<InvalidOperationException>(() => new Recorder().PlotLoss()).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => new Recorder().PlotSchedule());
    }

    [Fact]
    public void The_search_for_a_learning_rate_has_its_suggestions_marked()
    {
        double[] rates = [.. Enumerable.Range(0, 100).Select(i => Math.Pow(10, -7 + 8 * i / 100.0))];
        float[] losses = [.. Enumerable.Range(0, 100).Select(i => 1 + MathF.Pow((i - 75) / 75f, 2))];
        var search = new LearningRateSearch(rates, losses, LearningRateSuggestion.Of(rates, losses, 100));

        var figure = search.Plot();

        Assert.True(figure.Count(IsBlue) > 300);
        Assert.True(figure.Count(Pixels.IsRed) > 60);
        Assert.True(figure.Count(Pixels.IsGreen) > 60);
        AssertLabels(figure, "legend", 90, 390, 250, 495);
        AssertLabels(figure, "tick labels", 70, 510, 880, 530);
    }

    [Fact]
    public void A_search_without_finite_losses_is_said()
    {
        var search = new LearningRateSearch([1e-3, 1e-2], [float.NaN, float.NaN], new Dictionary<SuggestionMethod, double>());

        Assert.Throws<InvalidOperationException>(() => search.Plot());
    }

    [Fact]
    public void A_real_fit_is_recorded_with_the_end_of_each_epoch()
    {
        using var x = torch.randn(40, 4);
        using var y = torch.randint(0, 2, 40);
        using var dls = DataLoaders.FromTensors(x, y, x, y, new LoaderOptions { BatchSize = 10 });
        using var learn = new Learner(dls, torch.nn.Linear(4, 2), new CrossEntropyLossFlat());

        learn.FitOneCycle(3, 1e-2, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal([4, 8, 12], learn.Recorder.RowEnds);
        Assert.True(learn.Recorder.PlotLoss().Count(IsOrange) > 50);
    }

    private static void AssertLabels(Figure figure, string what, int left, int top, int right, int bottom)
        => Assert.True(figure.Count(Pixels.IsDark, left, top, right, bottom) > 15, $"The {what} leaves no ink.");

    private static Recorder Recorded()
    {
        var recorder = new Recorder();
        recorder.Start([]);
        for (var batch = 0; batch < 90; batch++)
        {
            var loss = 2 / (1 + batch / 20f) + batch % 3 / 10f;
            recorder.Add(loss, Schedules.CombinedCosine(0.25, 1e-4, 1e-2, 1e-7)(batch / 90.0), Schedules.CombinedCosine(0.25, 0.95, 0.85, 0.95)(batch / 90.0));
            if (batch % 30 == 29) recorder.Add(new EpochRow(batch / 30, 1, 2 / (1 + batch / 25.0), [], TimeSpan.Zero));
        }

        return recorder;
    }
}
