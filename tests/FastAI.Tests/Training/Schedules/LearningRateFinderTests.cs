using Xunit;

namespace FastAI.Tests.Training;

public class LearningRateFinderTests
{
    public static TheoryData<string> SuggestionCases => ParityTraining.Of("sched", "sched.suggest");

    [Theory, MemberData(nameof(SuggestionCases))]
    public void A_suggestion_agrees(string id)
    {
        var test = ParityCases.Get("sched", id);
        double[] rates = [.. test.InTensor("lrs").Data], losses = [.. test.InTensor("losses").Data];

        double? rate = test.Text("method") switch
        {
            "valley" => LearningRateSuggestion.Valley(rates, losses),
            "slide" => LearningRateSuggestion.Slide(rates, losses, test.Integer("lr_diff") ?? 15, test.Number("thresh") ?? 0.005, test.Number("adjust_value") ?? 1),
            "minimum" => LearningRateSuggestion.Minimum(rates, losses),
            _ => LearningRateSuggestion.Steep(rates, losses),
        };

        if (test.HasOut("raises")) Assert.Null(rate);
        else test.AssertOut("lr", rate);
    }

    [Fact]
    public void A_stretch_of_two_begins_with_its_first_point() => Assert.Equal(0.01, LearningRateSuggestion.Valley([0.01, 0.1], [2, 1]));

    [Fact, NoTensorLeaks]
    public void A_search_has_at_least_six_batches_however_short_the_data()
    {
        using var data = new SmallData(train: 16);
        using var learn = data.Learn();

        Assert.Equal(6, learn.LrFind(batches: 3, stopsWhenDiverging: false).Losses.Count);
    }

    [Fact, NoTensorLeaks]
    public void Everything_is_afterwards_as_it_was_to_the_last_bit()
    {
        using var data = new SmallData(shuffle: true);
        using var learn = data.Learn();
        learn.FitOneCycle(2, 0.01);
        var before = State.Of(learn);
        var (rows, losses) = (learn.Recorder.Rows.ToArray(), learn.Recorder.Losses.ToArray());

        learn.LrFind(batches: 30);

        Assert.Equivalent(before, State.Of(learn), strict: true);
        Assert.Equal(rows, learn.Recorder.Rows);
        Assert.Equal(losses, learn.Recorder.Losses);
        Assert.Equal(2, learn.EpochsTrained);
        Assert.All(learn.Optimizer.Groups.SelectMany(group => group.Parameters), parameter => Assert.Null(parameter.Parameter.grad));
    }

    [Fact, NoTensorLeaks]
    public void Training_goes_on_after_a_search_as_if_there_had_been_none()
    {
        var states = new List<State>();
        foreach (var searches in (bool[])[false, true])
        {
            using var data = new SmallData(shuffle: true);
            using var learn = data.Learn();
            learn.Fit(1, 0.01);
            if (searches) learn.LrFind(batches: 20);
            learn.Fit(1, 0.01);
            states.Add(State.Of(learn));
        }

        Assert.Equivalent(states[0], states[1], strict: true);
    }

    [Fact, NoTensorLeaks]
    public void An_exception_in_a_search_leaves_everything_as_it_was_too()
    {
        using var data = new SmallData();
        var fails = false;
        using var learn = data.Learn(cbs: new EveryHook((happening, learn) =>
        {
            if (fails && happening == LearnerEvent.AfterStep && learn.Iteration == 2) throw new IOException("no");
        }));
        learn.Fit(1, 0.01);
        var before = State.Of(learn);
        fails = true;

        Assert.Throws<TrainingException>(() => learn.LrFind());

        Assert.Equivalent(before, State.Of(learn), strict: true);
        Assert.Single(learn.Recorder.Rows);
    }

    [Fact, NoTensorLeaks]
    public void A_search_in_a_fit_is_refused_and_changes_nothing()
    {
        using var data = new SmallData();
        Exception? refused = null;
        using var learn = data.Learn(cbs: new EveryHook((happening, learn) =>
        {
            if (happening == LearnerEvent.AfterLoss && learn is { IsTraining: true, Iteration: 1 }) refused = Record.Exception(() => learn.LrFind());
        }));

        learn.Fit(1);

        Assert.IsType<InvalidOperationException>(refused);
        Assert.Equal(4, learn.Recorder.Losses.Count);
    }

    [Fact]
    public void What_only_tells_of_training_takes_no_part()
    {
        using var data = new SmallData();
        var reports = 0;
        using var learn = data.Learn(cbs: new ProgressReporter(new Counter(() => reports++)));

        learn.LrFind(batches: 10);

        Assert.Equal(0, reports);
        learn.Fit(1);
        Assert.True(reports > 0);
    }

    [Fact]
    public void Losses_that_are_never_finite_give_no_suggestion_but_a_message()
    {
        using var data = new SmallData();
        using var learn = data.Learn(cbs: new ScriptedLoss([.. Enumerable.Repeat(double.NaN, 200)]));

        var search = learn.LrFind(batches: 20);

        Assert.Empty(search.Suggestions);
        Assert.Contains("0 of 20", Assert.Throws<InvalidOperationException>(() => search.Valley).Message, StringComparison.Ordinal);
    }

    private sealed record State(Dictionary<string, string> Model, Dictionary<string, string> Optimizer, (double, double, double)[] Rates, int Epochs)
    {
        public static State Of(Learner learn)
        {
            var copy = learn.Optimizer.CopyState();
            try
            {
                return new(SmallData.Bits(learn.Model), copy.ToDictionary(entry => entry.Key, entry => SmallData.Bits(entry.Value)),
                    [.. learn.Optimizer.Groups.Select(group => (group.LearningRate, group.Momentum, group.WeightDecay))], learn.EpochsTrained);
            }
            finally
            {
                foreach (var tensor in copy.Values) tensor.Dispose();
            }
        }
    }

    private sealed class ScriptedLoss(double[] losses) : Callback
    {
        private int _next;

        public override void AfterLoss(Learner learn)
        {
            if (learn.IsTraining) learn.Loss = learn.Loss * 0 + losses[_next++];
        }
    }

    private sealed class Counter(Action each) : IProgress<FitProgress>
    {
        public void Report(FitProgress value) => each();
    }
}
