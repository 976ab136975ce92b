using Xunit;

namespace FastAI.Tests.Progress;

public class ProgressReporterTests
{
    [Fact, NoTensorLeaks]
    public void Each_batch_and_each_epoch_is_reported_in_order()
    {
        using var small = new SmallLearner(trainBatches: 3, validBatches: 2);
        var reports = new Reports();

        small.Learn.Fit(2, 0.01, cbs: [new ProgressReporter(reports)]);

        Assert.Equal(
            [
                (0, 1, 3, true), (0, 2, 3, true), (0, 3, 3, true), (0, 1, 2, false), (0, 2, 2, false),
                (1, 1, 3, true), (1, 2, 3, true), (1, 3, 3, true), (1, 1, 2, false), (1, 2, 2, false),
            ],
            reports.Where(report => report.FinishedRow is null).Select(report => (report.Epoch, report.Batch, report.Batches, report.IsTraining)));
        Assert.Equal([5, 11], reports.Index().Where(report => report.Item.FinishedRow is not null).Select(report => report.Index));
        Assert.Equal(small.Learn.Recorder.Rows, reports.Select(report => report.FinishedRow).OfType<EpochRow>());
        Assert.All(reports, report => Assert.Equal((2, 0.01), (report.Epochs, report.LearningRate)));
        Assert.All(reports, report => Assert.NotNull(report.Loss));
    }

    [Fact]
    public void The_share_rises_to_one()
    {
        using var small = new SmallLearner(trainBatches: 4);
        var reports = new Reports();

        small.Learn.Fit(3, cbs: [new ProgressReporter(reports)]);

        double[] shares = [.. reports.Select(report => report.Share)];
        Assert.Equal(1.0 / 12, shares[0], 1e-12);
        Assert.Equal(shares.Order(), shares);
        Assert.Equal(1, shares[^1]);
        Assert.True(reports.Zip(reports.Skip(1)).All(pair => pair.First.Elapsed <= pair.Second.Elapsed));
    }

    [Fact]
    public void A_validation_inside_a_hook_or_by_itself_is_not_reported()
    {
        using var small = new SmallLearner(trainBatches: 3, validBatches: 2);
        var reports = new Reports();
        small.Learn.Add(new ProgressReporter(reports));

        small.Learn.Validate();
        small.Learn.Fit(1, cbs: [new Hook { OnAfterEpoch = learn => learn.Validate() }]);

        Assert.Equal(6, reports.Count);
    }

    [Fact]
    public void The_row_of_an_epoch_that_was_broken_off_is_reported_too()
    {
        using var small = new SmallLearner();
        var reports = new Reports();

        small.Learn.Fit(2, cbs: [new ProgressReporter(reports), new Hook { OnAfterBatch = learn => learn.CancelFit("Enough.") }]);

        Assert.Equal([false], reports.Select(report => report.FinishedRow).OfType<EpochRow>().Select(row => row.IsComplete));
        Assert.Equal(0, reports[^1].Epoch);
    }

    private sealed class Reports : List<FitProgress>, IProgress<FitProgress>
    {
        public void Report(FitProgress value) => Add(value);
    }
}
