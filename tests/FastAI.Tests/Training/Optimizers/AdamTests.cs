using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace FastAI.Tests.Training;

public class AdamTests
{
    [Fact]
    public void The_native_step_is_there_on_this_system()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("libtorch's names are those of another compiler there.");
        Assert.True(FusedAdam.IsAvailable);
    }

    public static TheoryData<string, ScalarType, bool> Kinds => new()
    {
        { "one group", ScalarType.Float32, true },
        { "one group", ScalarType.Float32, false },
        { "one group", ScalarType.Float64, true },
        { "three groups with their own rates", ScalarType.Float32, true },
        { "a hundred and fifty parameters", ScalarType.Float32, true },
        { "parameters without gradient now and then", ScalarType.Float32, true },
        { "weights that lie channels last", ScalarType.Float32, true },
        { "gradients that lie otherwise than their weights", ScalarType.Float32, true },
    };

    [Theory, MemberData(nameof(Kinds)), NoTensorLeaks]
    public void One_native_call_and_single_operations_give_the_same(string kind, ScalarType type, bool isDecoupled)
    {
        using var fused = new Run(kind, type, isFused: true, isDecoupled);
        using var plain = new Run(kind, type, isFused: false, isDecoupled);

        for (var step = 0; step < 6; step++)
        {
            fused.Step(step);
            plain.Step(step);
        }

        foreach (var (one, other) in fused.Parameters.Zip(plain.Parameters)) AssertNear(one.Parameter, other.Parameter, one.Name);
    }

    [Fact, NoTensorLeaks]
    public void Only_parameters_that_decay_are_decayed()
    {
        using var scope = NewDisposeScope();
        OptimizedParameter weight = new("weight", nn.Parameter(ones(3))), bias = new("bias", nn.Parameter(ones(3)), Decays: false);
        using var adam = new Adam([new([weight, bias]) { LearningRate = 0.1, WeightDecay = 0.5 }]);
        (weight.Parameter.grad, bias.Parameter.grad) = (zeros(3), zeros(3));

        adam.Step();

        Assert.Equal([0.95f, 0.95f, 0.95f], weight.Parameter.data<float>().ToArray());
        Assert.Equal([1f, 1f, 1f], bias.Parameter.data<float>().ToArray());
    }

    [Fact, NoTensorLeaks]
    public void A_parameter_without_gradient_is_neither_decayed_nor_counted()
    {
        using var scope = NewDisposeScope();
        OptimizedParameter still = new("still", nn.Parameter(ones(2))), moving = new("moving", nn.Parameter(ones(2)));
        using var adam = new Adam([new([still, moving]) { WeightDecay = 0.5 }]);
        moving.Parameter.grad = ones(2);

        adam.Step();

        Assert.Equal([1f, 1f], still.Parameter.data<float>().ToArray());
        Assert.Null(adam.StateOf(still));
        Assert.Equal(1, adam.StateOf(moving)!.Steps);
    }

    [Fact, NoTensorLeaks]
    public void A_copied_state_leads_to_the_same_numbers_again()
    {
        using var run = new Run("three groups with their own rates", ScalarType.Float32, isFused: true, isDecoupled: true);
        for (var step = 0; step < 3; step++) run.Step(step);
        var state = run.Optimizer.CopyState();
        string[] parameters = [.. run.Parameters.Select(parameter => SmallData.Bits(parameter.Parameter))];
        using var weights = new Weights(run.Parameters);
        run.Step(3);
        string[] after = [.. run.Parameters.Select(parameter => SmallData.Bits(parameter.Parameter))];

        weights.Restore();
        run.Optimizer.RestoreState(state);
        Assert.Equal(parameters, run.Parameters.Select(parameter => SmallData.Bits(parameter.Parameter)));
        run.Step(3);

        Assert.Equal(after, run.Parameters.Select(parameter => SmallData.Bits(parameter.Parameter)));
        foreach (var tensor in state.Values) tensor.Dispose();
    }

    [Fact]
    public void Its_state_goes_with_it()
    {
        var before = LiveTensors.Count;
        var run = new Run("a hundred and fifty parameters", ScalarType.Float32, isFused: true, isDecoupled: true);
        run.Step(0);
        Assert.True(LiveTensors.Count >= before + 450);

        run.Dispose();

        Assert.Equal(before, LiveTensors.Count);
    }

    private static void AssertNear(Tensor one, Tensor other, string name)
    {
        using var scope = NewDisposeScope();
        var difference = (one - other).abs().max().to(ScalarType.Float64).item<double>();
        Assert.True(difference <= 1e-6, $"{name}: {difference}");
    }

    private sealed class Weights(OptimizedParameter[] parameters) : IDisposable
    {
        private readonly Tensor[] _copies = [.. parameters.Select(parameter => parameter.Parameter.NewParameter())];

        public void Restore()
        {
            using var noGrad = no_grad();
            foreach (var (parameter, copy) in parameters.Zip(_copies)) parameter.Parameter.copy_(copy);
        }

        public void Dispose() => Array.ForEach(_copies, copy => copy.Dispose());
    }

    /// <summary>An optimizer over fresh parameters, and gradients for them that depend on the step alone.</summary>
    private sealed class Run : IDisposable
    {
        private readonly string _kind;
        private readonly DisposeScope _scope = NewDisposeScope();

        public Run(string kind, ScalarType type, bool isFused, bool isDecoupled)
        {
            _kind = kind;
            manual_seed(3);
            var count = kind.StartsWith("a hundred", StringComparison.Ordinal) ? 150 : 9;
            Parameters = [.. Enumerable.Range(0, count).Select(i => new OptimizedParameter($"{i}", nn.Parameter(Values(type, i)), Decays: i % 3 != 0))];
            var groups = Parameters.Chunk(kind.StartsWith("three", StringComparison.Ordinal) ? 3 : count).Select((part, i) => new ParameterGroup(part)
            {
                LearningRate = 0.01 * (i + 1), Momentum = 0.9 - 0.05 * i, WeightDecay = 0.1 * (i + 1),
            });
            Optimizer = new([.. groups], isFused) { DecoupleWeightDecay = isDecoupled };
            _scope.Detach(Parameters.Select(parameter => parameter.Parameter));
            _scope.Dispose();
        }

        public OptimizedParameter[] Parameters { get; }

        public Adam Optimizer { get; }

        public void Step(int step)
        {
            manual_seed(step);
            using var scope = NewDisposeScope();
            for (var i = 0; i < Parameters.Length; i++)
            {
                var parameter = Parameters[i].Parameter;
                var gradient = _kind.StartsWith("gradients", StringComparison.Ordinal) ? randn(parameter.shape.Reverse().ToArray(), parameter.dtype).permute([.. Enumerable.Range(0, (int)parameter.dim()).Reverse().Select(axis => (long)axis)])
                    : randn_like(parameter);
                parameter.grad = _kind.StartsWith("parameters without", StringComparison.Ordinal) && (i + step) % 4 == 0 ? null : gradient.detach();
            }

            Optimizer.Step();
            Optimizer.ZeroGrad();
        }

        private Tensor Values(ScalarType type, int i)
        {
            var values = randn([2 + i % 3, 3, 2, 2], type);
            return _kind.StartsWith("weights", StringComparison.Ordinal) ? values.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2) : values;
        }

        public void Dispose()
        {
            Optimizer.Dispose();
            foreach (var parameter in Parameters) parameter.Parameter.Dispose();
        }
    }
}
