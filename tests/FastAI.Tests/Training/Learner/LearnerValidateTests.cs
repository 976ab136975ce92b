using Xunit;

namespace FastAI.Tests.Training;

public class LearnerValidateTests
{
    [Fact, NoTensorLeaks]
    public void Validating_after_a_fit_gives_its_last_row_again_and_leaves_the_record()
    {
        using var data = new SmallData();
        using var learn = data.Learn();
        learn.Fit(2);
        var (rows, losses) = (learn.Recorder.Rows.ToArray(), learn.Recorder.Losses.ToArray());

        var result = learn.Validate();

        Assert.Equal(rows[^1].ValidLoss, result.Loss);
        Assert.Equal(rows[^1].Metrics[0], result.Metrics["accuracy"]);
        Assert.Equal(rows, learn.Recorder.Rows);
        Assert.Equal(losses, learn.Recorder.Losses);
    }

    [Fact, NoTensorLeaks]
    public void Validating_between_two_fits_changes_nothing()
    {
        var states = new List<Dictionary<string, string>>();
        foreach (var validates in (bool[])[false, true])
        {
            using var data = new SmallData(shuffle: true);
            using var learn = data.Learn();
            learn.Fit(1);
            if (validates) learn.Validate();
            learn.Fit(1);
            states.Add(SmallData.Bits(learn.Model));
        }

        Assert.Equivalent(states[0], states[1], strict: true);
    }
}
