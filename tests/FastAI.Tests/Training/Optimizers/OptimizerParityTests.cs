using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace FastAI.Tests.Training;

/// <summary>Optimizers over given gradients, in the reference's numbers.</summary>
public class OptimizerParityTests
{
    public static TheoryData<string> TrajectoryCases => ParityTraining.Of("optim", "optim.trajectory");

    public static TheoryData<string> FreezeCases => ParityTraining.Of("optim", "optim.freeze");

    [Theory, MemberData(nameof(TrajectoryCases)), NoTensorLeaks]
    public void Steps_agree(string id) => Run(ParityCases.Get("optim", id), isFused: true);

    [Theory, MemberData(nameof(TrajectoryCases)), NoTensorLeaks]
    public void Steps_by_single_operations_agree(string id) => Run(ParityCases.Get("optim", id), isFused: false);

    private static void Run(ParityCase test, bool isFused)
    {
        using var scope = NewDisposeScope();
        OptimizedParameter[] parameters = [.. test.In("params").EnumerateArray()
            .Select((json, i) => new OptimizedParameter($"{i}", nn.Parameter(ParityTensor.From(json).ToTensor()), Decays: test.Numbers("no_wd")?.Contains(i) != true))];
        var optimizer = Make(test, parameters, isFused);
        SetRates(test, optimizer);

        var step = 0;
        foreach (var gradients in test.In("grads").EnumerateArray())
        {
            foreach (var (parameter, gradient) in parameters.Zip(gradients.EnumerateArray()))
                parameter.Parameter.grad = gradient.ValueKind == System.Text.Json.JsonValueKind.Null ? null : ParityTensor.From(gradient).ToTensor();
            foreach (var group in optimizer.Groups)
            {
                if (test.Numbers("lr_steps") is { } rates) group.LearningRate = rates[step];
                if (test.Numbers("mom_steps") is { } momenta) group.Momentum = momenta[step];
            }

            optimizer.Step();
            step++;
            if (step == test.Integer("clear_after")) optimizer.Clear();
            if (step == test.Integer("reload_after")) optimizer = Reloaded(test, optimizer, parameters, isFused);
        }

        test.AssertOut(
            ("params", parameters.Select(parameter => parameter.Parameter).ToArray()), ("state", parameters.Select((parameter, i) => State(test, optimizer, parameter, i)).ToArray()),
            ("hypers", optimizer.Groups.Select(group => Hypers(group, test)).ToArray()));
        optimizer.Dispose();
    }

    private static Optimizer Make(ParityCase test, OptimizedParameter[] parameters, bool isFused)
    {
        double[] sizes = test.Numbers("groups") ?? [parameters.Length];
        var groups = new List<ParameterGroup>();
        foreach (var size in sizes) groups.Add(new([.. parameters.Skip(groups.Sum(group => group.Parameters.Count)).Take((int)size)]));
        return test.Text("name") == "sgd"
            ? new Sgd(groups, test.Number("mom") ?? 0) { DecoupleWeightDecay = test.Flag("decouple_wd") ?? true }
            : new Adam(groups, isFused && FusedAdam.IsAvailable)
            {
                SquareMomentum = test.Number("sqr_mom") ?? 0.99,
                Epsilon = test.Number("eps") ?? 1e-5,
                DecoupleWeightDecay = test.Flag("decouple_wd") ?? true,
            };
    }

    private static void SetRates(ParityCase test, Optimizer optimizer)
    {
        double[] rates = test.Numbers("lr") ?? [.. optimizer.Groups.Select(_ => test.Number("lr")!.Value)];
        foreach (var (group, rate) in optimizer.Groups.Zip(rates))
        {
            (group.LearningRate, group.WeightDecay) = (rate, test.Number("wd") ?? optimizer.DefaultWeightDecay);
            if (test.Number("mom") is { } momentum) group.Momentum = momentum;
        }
    }

    private static Optimizer Reloaded(ParityCase test, Optimizer old, OptimizedParameter[] parameters, bool isFused)
    {
        var state = old.CopyState();
        old.Dispose();
        var optimizer = Make(test, parameters, isFused);
        SetRates(test, optimizer);
        optimizer.RestoreState(state);
        foreach (var tensor in state.Values) tensor.Dispose();
        return optimizer;
    }

    private static Dictionary<string, object?> State(ParityCase test, Optimizer optimizer, OptimizedParameter parameter, int index)
    {
        var state = new Dictionary<string, object?>();
        if (test.Numbers("no_wd")?.Contains(index) == true) state["do_wd"] = false;
        if (optimizer.StateOf(parameter) is not { } found) return state;

        foreach (var (name, tensor) in found.Tensors) state[name] = ParityTensor.From(tensor);
        if (found.Steps > 0) state["step"] = found.Steps;
        return state;
    }

    private static Dictionary<string, object?> Hypers(ParameterGroup group, ParityCase test) => new()
    {
        ["wd"] = group.WeightDecay,
        ["lr"] = group.LearningRate,
        ["mom"] = group.Momentum,
        ["sqr_mom"] = test.Number("sqr_mom") ?? 0.99,
        ["eps"] = test.Number("eps") ?? 1e-5,
    };

    [Fact]
    public void A_slice_from_nothing_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => Rates.Slice(0, 0.1));

    [Theory, MemberData(nameof(FreezeCases)), NoTensorLeaks]
    public void Freezing_agrees(string id)
    {
        var test = ParityCases.Get("optim", id);
        using var scope = NewDisposeScope();
        var count = 0;
        var forced = test.Numbers("force_train")!;
        ParameterGroup[] groups = [.. test.Numbers("groups")!.Select(size => new ParameterGroup(
            [.. Enumerable.Range(0, (int)size).Select(_ => new OptimizedParameter($"{count}", nn.Parameter(zeros(1)), AlwaysTrains: forced.Contains(count++)))]))];
        using var optimizer = new Sgd(groups);
        Parameter[] parameters = [.. groups.SelectMany(group => group.Parameters).Select(parameter => parameter.Parameter)];

        foreach (var (call, after) in test.Arg("calls").EnumerateArray().Zip(test.Out("after").EnumerateArray()))
        {
            // Freezing one group of one is refused in the reference; here it is written FreezeTo(-1), which holds nothing.
            if (after.TryGetProperty("raises", out _)) continue;

            optimizer.FreezeTo(call.GetString() switch { "freeze" => -1, "unfreeze" => 0, var to => int.Parse(to!.Split(' ')[1]) });

            Assert.Equal(after.GetProperty("requires_grad").EnumerateArray().Select(flag => flag.GetBoolean()), parameters.Select(parameter => parameter.requires_grad));
        }
    }
}
