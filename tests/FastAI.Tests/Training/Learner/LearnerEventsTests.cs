using System.Text;
using Xunit;

namespace FastAI.Tests.Training;

/// <summary>The events of fits, validations and predictions, in the reference's order.</summary>
public class LearnerEventsTests
{
    public static TheoryData<string> Cases => ParityTraining.Of("learner", "learner.events");

    [Theory, MemberData(nameof(Cases)), NoTensorLeaks]
    public void Events_come_in_fastais_order(string id)
    {
        var test = ParityCases.Get("learner", id);
        using var data = new SmallData(train: 4 * test.Integer("n_train")!.Value, valid: 4 * test.Integer("n_valid")!.Value);
        var events = new List<string>();
        using var learn = data.Learn(cbs: new EveryHook((happening, learn) =>
        {
            events.Add(Name(happening));
            if (test.Text("cancel") is { } cancel && events[^1] == test.Text("at") && events.Count(name => name == events[^1]) == test.Integer("nth")) Cancel(learn, cancel);
        }));

        var escaped = Record.Exception(() => Run(learn, test));

        Assert.Equal(test.Out("events").EnumerateArray().Select(name => name.GetString()), events);
        test.AssertOut("opt_steps", events.Count(name => name == "after_step"));
        if (test.Out("escaped").GetString() is null) Assert.Null(escaped);
        else AssertRefused(escaped, test);
    }

    // Where the reference lets the request escape to the caller without a word, it is refused here where it is made.
    private static void AssertRefused(Exception? escaped, ParityCase test)
    {
        var refused = Assert.IsType<InvalidOperationException>(Assert.IsType<TrainingException>(escaped).InnerException);
        Assert.Contains("EveryHook", refused.Message, StringComparison.Ordinal);
        Assert.Contains(test.Text("at")!.Replace("_", "", StringComparison.Ordinal), refused.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact, NoTensorLeaks]
    public void Cancelling_training_in_validation_is_refused_and_says_where_it_may_be_asked_for()
    {
        using var data = new SmallData();
        using var learn = data.Learn(cbs: new EveryHook((happening, learn) =>
        {
            if (happening == LearnerEvent.AfterPred && !learn.IsTraining) learn.CancelTrain("enough");
        }));

        var message = Assert.Throws<TrainingException>(() => learn.Fit(1)).InnerException!.Message;

        Assert.All((string[])["EveryHook", "AfterPred", "training", "validation", "BeforeTrain"], token => Assert.Contains(token, message, StringComparison.Ordinal));
    }

    [Fact]
    public void Cancelling_while_nothing_runs_is_refused()
    {
        using var data = new SmallData();
        using var learn = data.Learn();

        Assert.Contains("nothing runs", Assert.Throws<InvalidOperationException>(() => learn.CancelFit("why not")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fit_that_is_cancelled_keeps_the_row_under_way_and_the_reason()
    {
        using var data = new SmallData();
        var closings = 0;
        using var learn = data.Learn(cbs: new EveryHook((happening, learn) =>
        {
            if (happening == LearnerEvent.AfterFit) closings++;
            if (happening == LearnerEvent.AfterBatch && learn is { Epoch: 1, Iteration: 1 }) learn.CancelFit("seen enough");
        }));

        learn.Fit(3);

        Assert.Equal("seen enough", learn.Recorder.StoppedBecause);
        Assert.Equal([true, false], learn.Recorder.Rows.Select(row => row.IsComplete));
        Assert.Null(learn.Recorder.Rows[1].ValidLoss);
        Assert.Equal(6, learn.Recorder.Losses.Count);
        Assert.Equal(1, closings);
    }

    [Fact]
    public void An_epoch_cancelled_before_its_first_batch_has_no_training_loss()
    {
        using var data = new SmallData();
        using var learn = data.Learn(cbs: new EveryHook((happening, learn) =>
        {
            if (happening == LearnerEvent.BeforeTrain && learn.Epoch == 1) learn.CancelEpoch("not this one");
        }));

        learn.Fit(3);

        Assert.Equal([true, false, true], learn.Recorder.Rows.Select(row => row.IsComplete));
        Assert.Equal([false, true, false], learn.Recorder.Rows.Select(row => row.TrainLoss is null));
        Assert.Null(learn.Recorder.StoppedBecause);
    }

    [Fact]
    public void A_cancelled_validation_does_not_touch_the_record_of_the_last_fit()
    {
        using var data = new SmallData();
        using var learn = data.Learn();
        learn.Fit(1);
        learn.Add(new EveryHook((happening, learn) =>
        {
            if (happening == LearnerEvent.BeforeValidate) learn.CancelFit("no");
        }));

        learn.Validate();

        Assert.Null(learn.Recorder.StoppedBecause);
        Assert.Single(learn.Recorder.Rows);
    }

    [Fact]
    public void The_row_of_an_epoch_is_there_for_every_callback_after_it()
    {
        using var data = new SmallData();
        var seen = new List<int>();
        EveryHook Reader() => new((happening, learn) =>
        {
            if (happening == LearnerEvent.AfterEpoch) seen.Add(learn.Recorder.Rows.Count);
        });
        using var learn = data.Learn(cbs: [Reader(), Reader()]);

        learn.Fit(3);

        Assert.Equal([1, 1, 2, 2, 3, 3], seen);
    }

    [Fact]
    public void A_batch_cancelled_before_its_step_adds_its_gradients_to_the_next_one()
    {
        using var data = new SmallData(train: 8);
        var gradients = new List<string>();
        var cancels = true;
        using var learn = data.Learn(cbs: new EveryHook((happening, learn) =>
        {
            if (happening != LearnerEvent.BeforeStep) return;

            gradients.Add(SmallData.Bits(learn.Optimizer.Groups[0].Parameters[0].Parameter.grad!));
            if (learn.Iteration == 0 && cancels) learn.CancelBatch("later");
        }));
        var before = SmallData.Bits(learn.Model);

        learn.Fit(1, 1e-9);
        cancels = false;
        learn.Fit(1, 1e-9);

        Assert.NotEqual(gradients[1], gradients[3]);
        Assert.NotEqual(before, SmallData.Bits(learn.Model));
    }

    private static void Run(Learner learn, ParityCase test)
    {
        switch (test.Text("action"))
        {
            case "fit":
                learn.Fit(test.Integer("n_epoch")!.Value);
                break;
            case "validate":
                learn.Validate();
                break;
            default:
                var (predictions, targets) = learn.GetPreds();
                predictions.Dispose();
                targets?.Dispose();
                break;
        }
    }

    private static void Cancel(Learner learn, string what)
    {
        Action<string> cancel = what switch
        {
            "CancelBatch" => learn.CancelBatch,
            "CancelBackward" => learn.CancelBackward,
            "CancelStep" => learn.CancelStep,
            "CancelTrain" => learn.CancelTrain,
            "CancelValid" => learn.CancelValidate,
            "CancelEpoch" => learn.CancelEpoch,
            "CancelFit" => learn.CancelFit,
            _ => throw new ArgumentException(what),
        };
        cancel("the case says so");
    }

    // AfterCancelBatch as after_cancel_batch.
    private static string Name(LearnerEvent happening)
    {
        var name = new StringBuilder();
        foreach (var letter in $"{happening}")
        {
            if (char.IsUpper(letter) && name.Length > 0) name.Append('_');
            name.Append(char.ToLowerInvariant(letter));
        }

        return name.ToString();
    }
}
