using Xunit;
using static TorchSharp.torch;

namespace FastAI.Tests.Training;

/// <summary>Passes inside the hooks of other passes.</summary>
public class LearnerNestingTests
{
    public static TheoryData<string> Hooks => [.. EveryHook.OfFit];

    [Theory, MemberData(nameof(Hooks)), NoTensorLeaks]
    public void G04_predictions_and_validation_in_a_hook_disturb_nothing(string hook)
    {
        using var data = new SmallData();
        var (plain, plainRows) = Fit(data, null);

        var asked = 0;
        var (nested, nestedRows) = Fit(data, learn =>
        {
            asked++;
            var (predictions, targets) = learn.GetPreds();
            using (predictions)
            using (targets)
            {
                Assert.Equal([8L, 2L], predictions.shape);
                Assert.Equal(learn.Validate().Metrics["accuracy"]!.Value, predictions.argmax(1).eq(targets!).to(ScalarType.Float64).mean().item<double>(), 9);
            }
        }, hook);

        Assert.True(asked > 0);
        Assert.Equivalent(plain, nested, strict: true);
        Assert.Equal(plainRows, nestedRows);
    }

    private static (Dictionary<string, string>, string[]) Fit(SmallData data, Action<Learner>? ask, string hook = "")
    {
        using var learn = data.Learn(cbs: new EveryHook((happening, learn) =>
        {
            if ($"{happening}" == hook) ask!(learn);
        }));
        learn.FitOneCycle(2, 0.01);
        return (SmallData.Bits(learn.Model), [.. learn.Recorder.Rows.Select(row => $"{row.TrainLoss:R} {row.ValidLoss:R} {row.Metrics[0]:R}"), .. learn.Recorder.LearningRates.Select(rate => $"{rate:R}")]);
    }

    [Fact, NoTensorLeaks]
    public void G04_two_callbacks_that_validate_in_every_hook_come_to_an_end()
    {
        using var data = new SmallData();
        var asked = 0;
        EveryHook Asks() => new((_, learn) =>
        {
            asked++;
            learn.Validate();
        });
        using var learn = data.Learn(cbs: [Asks(), Asks()]);

        learn.Fit(1);
        learn.Validate();
        var (predictions, targets) = learn.GetPreds();

        predictions.Dispose();
        targets!.Dispose();
        Assert.True(asked > 0);
        Assert.Single(learn.Recorder.Rows);
    }

    [Theory, MemberData(nameof(Hooks)), NoTensorLeaks]
    public void G05_a_fit_in_a_hook_is_refused_and_the_outer_one_goes_on(string hook)
    {
        using var data = new SmallData();
        var messages = new List<string>();
        var (plain, plainRows) = Fit(data, null);
        var (nested, nestedRows) = Fit(data, learn => messages.Add(Assert.Throws<InvalidOperationException>(() => learn.FitOneCycle(1)).Message), hook);

        Assert.All((string[])["EveryHook", hook, hook == "AfterFit" ? "epoch 1 of 2" : "epoch 0 of 2"], token => Assert.Contains(token, messages[0], StringComparison.Ordinal));
        Assert.Equivalent(plain, nested, strict: true);
        Assert.Equal(plainRows, nestedRows);
    }

    [Fact, NoTensorLeaks]
    public void Parts_that_a_callback_keeps_in_evaluation_stay_so_through_a_validation()
    {
        using var data = new SmallData();
        using var learn = data.Learn();
        learn.Model.train();
        learn.Model.named_modules().Single(named => named.name == "1").module.eval();

        learn.Validate();
        var (predictions, targets) = learn.GetPreds();
        predictions.Dispose();
        targets!.Dispose();

        Assert.Equal([true, false, true, true], learn.Model.children().Select(child => child.training));
        Assert.True(learn.Model.training);
    }

    [Fact, NoTensorLeaks]
    public void A_callback_added_in_a_hook_stays_after_the_fit()
    {
        using var data = new SmallData();
        var late = 0;
        var added = new EveryHook((_, _) => late++);
        using var learn = data.Learn();

        learn.Fit(2, cbs: [new EveryHook((happening, learn) =>
        {
            if (happening == LearnerEvent.AfterEpoch && learn.Epoch == 0) learn.Add(added);
        })]);

        Assert.Same(added, Assert.Single(learn.Callbacks));
        Assert.True(late > 0);
        Assert.True(learn.Remove(added));
        Assert.Empty(learn.Callbacks);
    }
}
