using static TorchSharp.torch;

namespace FastAI.Parity;

/// <summary>Rates over whole fits, and the search for a rate, in the suite <c>sched</c>.</summary>
internal static class FitScheduleOps
{
    [Op("sched.fit")]
    private static OpResult Fit(ParityCase test)
    {
        if (test.Has("start_epoch")) throw new UnknownOptionException("A fit begins with its first epoch.");

        var seen = new SeenRates();
        using var training = new SmallTraining(test.Int("n_batches"), test.Integer("n_groups") ?? 1, new()
        {
            LearningRate = test.Number("learner_lr") ?? 1e-3,
            Momenta = test.Numbers("moms") is { } moms ? (moms[0], moms[1], moms[2]) : (0.95, 0.85, 0.95),
        }, seen);
        var learn = training.Learner;
        var (policy, epochs) = (test.Word("policy"), test.Integer("n_epoch") ?? 1);
        switch (policy)
        {
            case "fit":
                learn.Fit(epochs, Scheduling.RateOf(test, "lr"));
                break;
            case "fit_one_cycle":
                learn.FitOneCycle(
                    epochs, Scheduling.RateOf(test, "lr"), test.Number("div") ?? 25, test.Number("div_final") ?? 1e5, test.Number("pct_start") ?? 0.25);
                break;
            case "scheduler":
                learn.Fit(epochs, Scheduling.RateOf(test, "lr"), [SchedulerOf(test)]);
                break;
            default:
                throw new UnknownOptionException($"No policy {policy}.");
        }

        return new(("n_epoch", learn.Recorder.Rows.Count), ("lr", seen.Last), ("mom", seen.Momenta), ("wd", seen.Decays), ("lr_groups", seen.Groups));
    }

    [Op("sched.lr_find")]
    private static OpResult Find(ParityCase test)
    {
        double[] losses = [.. test.In("losses").EnumerateArray().Select(ParityTensor.ToDouble)];
        using var training = new SmallTraining(test.Int("n_batches"), 1, new(), new ScriptedLoss(losses));
        var before = Weights(training.Learner);

        var search = training.Learner.LrFind(
            test.Number("start_lr") ?? 1e-7, test.Number("end_lr") ?? 10, test.Integer("num_it") ?? 100, test.Flag("stop_div") ?? true);

        return new(
            ("n_batches", search.Losses.Count), ("lrs", search.LearningRates), ("smooth_losses", search.Losses),
            ("weights_restored", Weights(training.Learner).SequenceEqual(before)),
            ("suggestions", search.Suggestions.ToDictionary(suggestion => suggestion.Key.ToString().ToLowerInvariant(), object? (suggestion) => suggestion.Value)));
    }

    private static ParamScheduler SchedulerOf(ParityCase test)
    {
        var scheduler = new ParamScheduler();
        foreach (var named in test.In("sched").EnumerateObject())
        {
            var schedule = Scheduling.Of(named.Value);
            scheduler = named.Name switch
            {
                "lr" => new() { LearningRate = schedule, WeightDecay = scheduler.WeightDecay, Momentum = scheduler.Momentum },
                "wd" => new() { LearningRate = scheduler.LearningRate, WeightDecay = schedule, Momentum = scheduler.Momentum },
                "mom" => new() { LearningRate = scheduler.LearningRate, WeightDecay = scheduler.WeightDecay, Momentum = schedule },
                var other => throw new UnknownOptionException($"No schedule for {other}."),
            };
        }

        return scheduler;
    }

    private static float[] Weights(Learner learn)
    {
        using var scope = NewDisposeScope();
        return [.. learn.Model.parameters().SelectMany(parameter => parameter.detach().data<float>().ToArray())];
    }

    // fastai records the rates of a batch when it has been trained on.
    private sealed class SeenRates : Callback
    {
        public List<double> Last { get; } = [];

        public List<double> Momenta { get; } = [];

        public List<double> Decays { get; } = [];

        public List<double[]> Groups { get; } = [];

        public override void AfterBatch(Learner learn)
        {
            if (!learn.IsTraining) return;

            var groups = learn.Optimizer.Groups;
            Last.Add(groups[^1].LearningRate);
            Momenta.Add(groups[^1].Momentum);
            Decays.Add(groups[^1].WeightDecay);
            Groups.Add([.. groups.Select(group => group.LearningRate)]);
        }
    }

    private sealed class ScriptedLoss(double[] losses) : Callback
    {
        private int _next;

        public override void AfterLoss(Learner learn)
        {
            if (learn.IsTraining) learn.Loss = (learn.Loss * 0) + losses[_next++];
        }
    }
}
