using System.Text.Json;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace FastAI.Tests.Training;

public class ScheduleTests
{
    public static TheoryData<string> ValueCases => ParityTraining.Of("sched", "sched.value");

    public static TheoryData<string> CombineCases => ParityTraining.Of("sched", "sched.combine");

    public static TheoryData<string> CosineCases => ParityTraining.Of("sched", "sched.combined_cos");

    public static TheoryData<string> FitCases => ParityTraining.Of("sched", "sched.fit");

    [Theory, MemberData(nameof(ValueCases))]
    public void Values_agree(string id)
    {
        var test = ParityCases.Get("sched", id);

        AssertValues(test, () => Of(test.Text("kind")!, test.Number("start")!.Value, test.Number("end")!.Value, test.Number("power")));
    }

    [Theory, MemberData(nameof(CombineCases))]
    public void Combinations_agree(string id)
    {
        var test = ParityCases.Get("sched", id);
        var parts = test.Arg("scheds").EnumerateArray().Select(Of);

        AssertValues(test, () => Schedules.Combine([.. test.Numbers("pcts")!.Zip(parts)]));
    }

    [Theory, MemberData(nameof(CosineCases))]
    public void Combined_cosines_agree(string id)
    {
        var test = ParityCases.Get("sched", id);

        AssertValues(test, () => Schedules.CombinedCosine(test.Number("pct")!.Value, test.Number("start")!.Value, test.Number("middle")!.Value, test.Number("end")!.Value));
    }

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

    [Theory, MemberData(nameof(FitCases)), NoTensorLeaks]
    public void Rates_of_a_whole_fit_agree(string id)
    {
        var test = ParityCases.Get("sched", id);
        using var data = new SmallData(train: test.Integer("n_batches")!.Value, valid: 0, batchSize: 1);
        var rates = new Rates(test);
        var groups = test.Integer("n_groups")!.Value;
        using var learn = data.Learn(new()
        {
            LearningRate = test.Number("learner_lr") ?? 1e-3,
            Momenta = test.Numbers("moms") is { } moms ? (moms[0], moms[1], moms[2]) : (0.95, 0.85, 0.95),
            AllowsNonFiniteLoss = true,
            ParameterGroups = model => [.. model.named_parameters().Select(named => named.name).Chunk(2)],
        }, model: Chain(groups), cbs: rates);
        var epochs = test.Integer("n_epoch")!.Value;

        switch (test.Text("policy"))
        {
            case "fit":
                learn.Fit(epochs, Rate(test));
                break;
            case "fit_one_cycle":
                learn.FitOneCycle(epochs, Rate(test), test.Number("div") ?? 25, test.Number("div_final") ?? 1e5, test.Number("pct_start") ?? 0.25);
                break;
            default:
                var schedules = test.In("sched");
                learn.Fit(epochs, Rate(test), [new ParamScheduler { LearningRate = Of(schedules.GetProperty("lr")), WeightDecay = Of(schedules.GetProperty("wd")) }]);
                break;
        }

        test.AssertOut(("n_epoch", learn.Recorder.Rows.Count), ("lr", rates.Last), ("mom", rates.Momenta), ("wd", rates.Decays), ("lr_groups", rates.Groups));
        Assert.Equal(rates.Last, learn.Recorder.LearningRates);
    }

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

    private static Sequential Chain(int groups)
        => nn.Sequential([.. Enumerable.Range(0, groups).Select(i => ($"{i}", (nn.Module<Tensor, Tensor>)nn.Linear(3, 3)))]);

    private static FastAI.Rates? Rate(ParityCase test)
        => test.Number("lr") is { } one ? one
            : test.Number("lr_stop") is not { } stop ? null
            : test.Number("lr_start") is { } start ? FastAI.Rates.Slice(start, stop) : FastAI.Rates.Slice(stop);

    private static Schedule Of(JsonElement json)
        => Of(json[0].GetString()!, json[1].GetDouble(), json[2].GetDouble(), json.GetArrayLength() > 3 ? json[3].GetDouble() : null);

    private static Schedule Of(string kind, double start, double end, double? power) => kind switch
    {
        "lin" => Schedules.Linear(start, end),
        "cos" => Schedules.Cosine(start, end),
        "no" => Schedules.Constant(start),
        "exp" => Schedules.Exponential(start, end),
        "poly" => Schedules.Polynomial(start, end, power!.Value),
        _ => throw new ArgumentException(kind),
    };

    private static void AssertValues(ParityCase test, Func<Schedule> make)
    {
        double[] positions = [.. test.In("pos").EnumerateArray().Select(ParityTensor.ToDouble)];
        double[] Values()
        {
            var schedule = make();
            return [.. positions.Select(position => schedule(position))];
        }

        if (test.HasOut("raises")) Assert.ThrowsAny<ArgumentException>(() => Values());
        else test.AssertOut(("values", Values()));
    }

    // fastai records the rates of a batch when it has been trained on.
    private sealed class Rates(ParityCase test) : Callback
    {
        public List<double> Last { get; } = [];
        public List<double> Momenta { get; } = [];
        public List<double> Decays { get; } = [];
        public List<double[]> Groups { get; } = [];

        public override void AfterBatch(Learner learn)
        {
            Assert.True(learn.IsTraining, test.Id);
            var groups = learn.Optimizer.Groups;
            Last.Add(groups[^1].LearningRate);
            Momenta.Add(groups[^1].Momentum);
            Decays.Add(groups[^1].WeightDecay);
            Groups.Add([.. groups.Select(group => group.LearningRate)]);
        }
    }
}
