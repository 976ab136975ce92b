using Xunit;

namespace FastAI.Tests.Training;

public class ScheduleTests
{
    [Fact]
    public void A_last_part_without_length_plays_no_part()
    {
        var schedule = Schedules.Combine((0.5, Schedules.Linear(0, 1)), (0.5, Schedules.Linear(1, 2)), (0, Schedules.Linear(2, 3)));

        Assert.Equal(2, schedule(1), 12);
    }

    [Fact]
    public void A_cosine_that_only_rises_ends_at_its_middle() => Assert.Equal(1, Schedules.CombinedCosine(1, 3, 1, 0)(1), 12);

    [Fact]
    public void Shares_that_miss_one_by_rounding_alone_are_taken()
        => Assert.Equal(0.5, Schedules.Combine((0.7, Schedules.Linear(0, 1)), (0.2, Schedules.Linear(1, 2)), (0.1, Schedules.Linear(2, 0)))(0.35), 12);

    [Fact]
    public void A_schedule_too_few_for_the_groups_is_refused_before_the_first_batch()
    {
        using var data = new SmallData();
        using var learn = data.Learn();
        var scheduler = new ParamScheduler { GroupLearningRates = [Schedules.Constant(1), Schedules.Constant(2)] };

        var message = Assert.Throws<TrainingException>(() => learn.Fit(1, cbs: [scheduler])).Message;

        Assert.Contains("2 schedules", message, StringComparison.Ordinal);
        Assert.Empty(learn.Recorder.Losses);
    }

    [Fact]
    public void The_record_has_the_rate_that_each_batch_was_trained_with()
    {
        using var data = new SmallData();
        var seen = new SeenRates();
        using var learn = data.Learn(cbs: seen);

        learn.FitOneCycle(2, 0.01);

        Assert.Equal(8, seen.Rates.Count);
        Assert.Equal(seen.Rates, learn.Recorder.LearningRates);
    }

    private sealed class SeenRates : Callback
    {
        public List<double> Rates { get; } = [];

        public override void AfterBatch(Learner learn)
        {
            if (learn.IsTraining) Rates.Add(learn.Optimizer.Groups[^1].LearningRate);
        }
    }
}
