using System.Text.Json;
using Xunit;
using static TorchSharp.torch;

namespace FastAI.Tests.Training;

/// <summary>
/// What the cases of the suites <c>learner</c>, <c>sched</c>, <c>optim</c>, <c>loss</c> and <c>metric</c> have in common, and which of them cannot be
/// run yet.
/// </summary>
internal static class ParityTraining
{
    public static readonly string[] Suites = ["learner", "sched", "optim", "loss", "metric"];

    /// <summary>Ops of which no case is run, with the reason.</summary>
    public static readonly Dictionary<string, string> OpsNotBuilt = new()
    {
        ["learner.order"] = "callbacks have no order numbers: they say which types they follow (see CallbackOrderTests)",
        ["learner.builtin_order"] = "the library's other callbacks do not exist yet",
        ["learner.run_flags"] = "no run flags: a callback asks learn.IsTraining",
        ["learner.mixup"] = "no mix-up yet",
        ["learner.cutmix"] = "no cut-mix yet",
        ["learner.tracker"] = "no callbacks that watch a metric yet",
        ["learner.stop_on_nan"] = "the loop itself stops at a loss that is not finite, before the step (see NonFiniteLossTests)",
        ["learner.validate_history"] = "a quirk: here validating leaves the record of the last fit as it is (see LearnerValidateTests)",
        ["learner.tta"] = "no test time augmentation yet",
        ["sched.fine_tune"] = "no FineTune yet",
        ["metric.accum"] = "no metric over the whole set yet",
        ["metric.loss_part"] = "no metric of a part of the loss yet",
        ["metric.bleu"] = "no BLEU yet",
        ["metric.name"] = "names a metric that does not exist yet",
        ["metric.optimise"] = "no search for a threshold yet",
    };

    /// <summary>Cases that are not run although their op is, with the reason.</summary>
    public static readonly Dictionary<string, string> CasesNotBuilt = new()
    {
        ["learner.fit.flat-cos"] = "no FitFlatCos yet",
        ["learner.fit.freeze-bn-callback"] = "no BnFreeze yet",
        ["learner.fit.freeze-stale"] = "a quirk: here a frozen group holds no gradients, and is not decayed",
        ["learner.fit.fine-tune"] = "no FineTune yet",
        ["learner.fit.accumulate"] = "no gradient accumulation yet",
        ["learner.fit.accumulate-over"] = "no gradient accumulation yet",
        ["learner.fit.accumulate-carry"] = "no gradient accumulation yet",
        ["learner.fit.accumulate-stale"] = "no gradient accumulation yet",
        ["learner.fit.accumulate-clip"] = "no gradient accumulation yet",
        ["learner.fit.clip"] = "no gradient clipping yet",
        ["learner.fit.mixup-cls"] = "no mix-up yet",
        ["learner.fit.mixup-reg"] = "no mix-up yet",
        ["learner.fit.mixup-weights"] = "no mix-up yet",
        ["learner.fit.multi-label"] = "no loss for several labels yet",
        ["learner.fit.train-metrics"] = "metrics are measured in validation only",
        ["learner.fit.start-epoch"] = "a fit cannot begin at a later epoch yet",
        ["learner.fit.short"] = "no short epochs yet",
        ["learner.validate.sum"] = "losses have no reduction setting",
        ["learner.get_preds.everything"] = "GetPreds gives predictions and targets only",
        ["learner.get_preds.identity"] = "GetPreds takes no other activation",
        ["learner.get_preds.multi-label"] = "no loss for several labels yet",
        ["learner.get_preds.regression"] = "GetPreds gives predictions and targets only",
        ["learner.get_preds.reorder"] = "a loader cannot be given an order (see LearnerGetPredsTests for a shuffled one)",
        ["learner.get_preds.no-reorder"] = "a loader cannot be given an order; predictions are always in the order of the samples",
        ["learner.get_preds.drop-last-dl"] = "a loader that leaves samples out cannot be made to give them all yet",
        ["learner.get_preds.label-smoothing"] = "no label smoothing yet",
        ["learner.predict.multi-label"] = "no target of several classes yet",
        ["sched.suggest.valley.two"] = "a quirk: here the stretch of two begins with the first point, not with the last",
        ["optim.trajectory.rmsprop.plain"] = "no RMSProp yet",
        ["optim.trajectory.rmsprop.momentum"] = "no RMSProp yet",
        ["optim.trajectory.radam.defaults"] = "no RAdam yet",
        ["optim.trajectory.radam.beta"] = "no RAdam yet",
        ["optim.trajectory.qhadam.defaults"] = "no QHAdam yet",
        ["optim.trajectory.qhadam.nus"] = "no QHAdam yet",
        ["optim.trajectory.larc.clip"] = "no Larc yet",
        ["optim.trajectory.larc.no-clip"] = "no Larc yet",
        ["optim.trajectory.larc.wd"] = "no Larc yet",
        ["optim.trajectory.larc.zero-norm"] = "no Larc yet",
        ["optim.trajectory.lamb.defaults"] = "no Lamb yet",
        ["optim.trajectory.lamb.zero"] = "no Lamb yet",
        ["optim.trajectory.lookahead.sgd"] = "no Lookahead yet",
        ["optim.trajectory.lookahead.adam"] = "no Lookahead yet",
        ["optim.trajectory.lookahead.cleared-last"] = "no Lookahead yet",
        ["optim.trajectory.ranger.defaults"] = "no Ranger yet",
        ["optim.trajectory.wrapper.adamw"] = "no wrapper for TorchSharp's optimizers",
        ["loss.value.CrossEntropyLossFlat.none"] = "losses have no reduction setting: PerSample gives one loss a sample",
        ["loss.value.CrossEntropyLossFlat.weight"] = "no class weights yet",
        ["loss.value.CrossEntropyLossFlat.segmentation"] = "the class axis is the last",
        ["loss.value.CrossEntropyLossFlat.ignore"] = "no class to ignore yet",
        ["loss.value.CrossEntropyLossFlat.all-ignored"] = "no class to ignore yet",
        ["loss.value.MSELossFlat.none"] = "losses have no reduction setting: PerSample gives one loss a sample",
    };

    /// <summary>Of the ops <c>loss.value</c> and <c>metric.value</c> only what begins so is built.</summary>
    private static readonly string[] BuiltBeginnings =
        ["loss.value.CrossEntropyLossFlat.", "loss.value.MSELossFlat.", "metric.value.accuracy"];

    private static readonly string[] BuiltButNotThis = ["metric.value.accuracy.segmentation"];

    public static TheoryData<string> Of(string suite, string op)
        => [.. ParityCases.Of(suite, op).Select(row => row.Data).Where(id => WhyNot(id, op) is null)];

    /// <summary>Why a case is not run; null where it is.</summary>
    public static string? WhyNot(string id, string op)
    {
        if (OpsNotBuilt.TryGetValue(op, out var reason) || CasesNotBuilt.TryGetValue(id, out reason)) return reason;
        if (BuiltButNotThis.Contains(id)) return "the class axis is the last";
        return op is "loss.value" or "metric.value" && !BuiltBeginnings.Any(start => id.StartsWith(start, StringComparison.Ordinal)) ? "no such loss or metric yet" : null;
    }

    /// <summary>A chain of layers as a case describes them, with the case's weights where it has them.</summary>
    public static nn.Module<Tensor, Tensor> Model(ParityCase test)
    {
        var layers = test.Arg("layers").EnumerateArray().Select((layer, i) => ($"{i}", Layer(layer.GetString()!.Split(' '))));
        var model = nn.Sequential([.. layers]);
        if (test.HasIn("weights")) Load(model, test.In("weights"));
        return model;
    }

    public static void Load(nn.Module model, JsonElement weights)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var state = model.state_dict();
        foreach (var entry in weights.EnumerateObject()) state[entry.Name].copy_(ParityTensor.From(entry.Value).ToTensor());
    }

    public static LearnerOptions Options(ParityCase test) => new()
    {
        LearningRate = test.Number("lr") ?? 1e-3,
        WeightDecay = test.Number("wd"),
        DecaysNormAndBias = test.Flag("wd_bn_bias") ?? false,
        TrainsFrozenNorms = test.Flag("train_bn") ?? true,
        Momenta = test.Numbers("moms") is { } moms ? (moms[0], moms[1], moms[2]) : (0.95, 0.85, 0.95),
        ParameterGroups = test.Numbers("split_at") is { } at ? model => Split(model, at) : null,
        Optimizer = groups => OptimizerOf(test, groups),
    };

    public static Loss LossOf(ParityCase test) => test.Text("loss") switch
    {
        "CrossEntropyLossFlat" => new CrossEntropyLossFlat(),
        "MSELossFlat" => new MSELossFlat(),
        var other => throw new ArgumentException($"{test.Id}: no loss {other}."),
    };

    public static Metric MetricOf(string name) => name switch
    {
        "accuracy" => Metrics.Accuracy,
        "error_rate" => Metrics.ErrorRate,
        "mae" => Metric<Category>.PerItem("mae", Better.Lower, (prediction, target) => (prediction.Single - target.Single).abs().flatten(1).mean([1])),
        _ => throw new ArgumentException($"No metric {name}."),
    };

    public static Rates RatesOf(JsonElement json)
        => json.ValueKind == JsonValueKind.Array ? Rates.Slice(json[0].GetDouble(), json[1].GetDouble()) : json.GetDouble();

    private static Optimizer OptimizerOf(ParityCase test, IReadOnlyList<ParameterGroup> groups) => (test.Text("opt") ?? "sgd") switch
    {
        "sgd" => new Sgd(groups, test.Number("mom") ?? 0) { DecoupleWeightDecay = test.Flag("decouple_wd") ?? true },
        "adam" => new Adam(groups) { SquareMomentum = test.Number("sqr_mom") ?? 0.99, Epsilon = test.Number("eps") ?? 1e-5, DecoupleWeightDecay = test.Flag("decouple_wd") ?? true },
        var other => throw new ArgumentException($"{test.Id}: no optimizer {other}."),
    };

    private static IReadOnlyList<IReadOnlyList<string>> Split(nn.Module model, double[] at)
        => [.. model.named_parameters().GroupBy(named => at.Count(boundary => int.Parse(named.name.Split('.')[0]) >= boundary)).OrderBy(group => group.Key)
            .Select(group => group.Select(named => named.name).ToArray())];

    private static nn.Module<Tensor, Tensor> Layer(string[] words) => words[0] switch
    {
        "linear" => nn.Linear(long.Parse(words[1]), long.Parse(words[2]), hasBias: words.Length < 4),
        "relu" => nn.ReLU(),
        "bn" => nn.BatchNorm1d(long.Parse(words[1])),
        "ln" => nn.LayerNorm(long.Parse(words[1])),
        "gn" => nn.GroupNorm(1, long.Parse(words[1])),
        var other => throw new ArgumentException($"No layer {other}."),
    };
}
