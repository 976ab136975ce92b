using System.Diagnostics;
using System.Globalization;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FastAI.Bench;

/// <summary>
/// What the loop itself costs: steps a second of a Learner over a tiny network, against loops written by hand over TorchSharp that do the same arithmetic.
/// </summary>
internal static class LoopBench
{
    private const int Samples = 64 * 1000, ValidSamples = 64 * 20, BatchSize = 64;

    public static void Run(string[] arguments)
    {
        var rounds = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 7;
        set_num_threads(1);
        manual_seed(1);
        using var x = randn(Samples + ValidSamples, 10);
        using var y = (x.sum([1]) > 0).to(ScalarType.Int64);
        using Tensor trainX = x[..Samples], trainY = y[..Samples], validX = x[Samples..], validY = y[Samples..];
        (string Name, Action Loop)[] loops =
        [
            ("Learner", () => WithLearner(trainX, trainY, validX, validY)),
            ("by hand, own AdamW", () => ByHand(trainX, trainY, validX, validY, parameters => new OwnAdamW(parameters))),
            ("by hand, torch.optim.AdamW", () => ByHand(trainX, trainY, validX, validY, parameters => new TorchAdamW(parameters))),
        ];

        Console.WriteLine($"{Samples / BatchSize} steps of 10-50-2, batch {BatchSize}, one thread; steps a second in each of {rounds} rounds, which take turns");
        var rates = loops.ToDictionary(loop => loop.Name, _ => new List<double>());
        foreach (var (_, loop) in loops) loop();
        for (var round = 0; round < rounds; round++)
            foreach (var (name, loop) in loops) rates[name].Add(Rate(loop));

        foreach (var (name, each) in rates)
            Console.WriteLine($"{name,-28} median {Median(each),7:0}   best {each.Max(),7:0}   {string.Join(' ', each.Select(rate => $"{rate:0}"))}");
        var faster = rates.Where(rate => rate.Key != "Learner").MaxBy(rate => Median(rate.Value));
        Console.WriteLine($"Learner / {faster.Key}: median {Median(rates["Learner"]) / Median(faster.Value):0.00}, best {rates["Learner"].Max() / faster.Value.Max():0.00}");
    }

    private static double Rate(Action loop)
    {
        var start = Stopwatch.GetTimestamp();
        loop();
        return Samples / BatchSize / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static Sequential Model()
    {
        manual_seed(2);
        return nn.Sequential(("0", nn.Linear(10, 50)), ("1", nn.ReLU()), ("2", nn.Linear(50, 2)));
    }

    private static void WithLearner(Tensor trainX, Tensor trainY, Tensor validX, Tensor validY)
    {
        using var dls = DataLoaders.FromTensors(trainX, trainY, validX, validY, new() { BatchSize = BatchSize });
        using var learn = new Learner(dls, Model(), new CrossEntropyLossFlat(), [Metrics.Accuracy], new() { Device = CPU });
        learn.FitOneCycle(1, 1e-3);
        if (learn.Recorder.Rows[0].Metrics[0] < 0.9) throw new InvalidOperationException("The learner has learnt nothing.");
    }

    // As one would write it who knows TorchSharp: one scope a step, one permutation that each batch's index is a view of, gradients set to nothing, the loss read for the record.
    private static void ByHand(Tensor trainX, Tensor trainY, Tensor validX, Tensor validY, Func<Parameter[], IAdamW> adamW)
    {
        using var model = Model();
        Parameter[] parameters = [.. model.parameters()];
        using var optimizer = adamW(parameters);
        var (rate, momentum) = (Schedules.CombinedCosine(0.25, 1e-3 / 25, 1e-3, 1e-3 / 1e5), Schedules.CombinedCosine(0.25, 0.95, 0.85, 0.95));
        using var order = randperm(Samples);
        var losses = new List<float>();

        model.train();
        for (var (step, steps) = (0, Samples / BatchSize); step < steps; step++)
        {
            using var scope = NewDisposeScope();
            var index = order.narrow(0, step * BatchSize, BatchSize);
            using var loss = nn.functional.cross_entropy(model.forward(trainX.index_select(0, index)), trainY.index_select(0, index));
            loss.backward();
            optimizer.Step(rate((double)step / steps), momentum((double)step / steps));
            foreach (var parameter in parameters) parameter.grad = null;
            losses.Add(loss.item<float>());
        }

        model.eval();
        using var noGrad = no_grad();
        var (hits, validLoss) = (0L, 0.0);
        for (var first = 0; first < ValidSamples; first += BatchSize)
        {
            using var scope = NewDisposeScope();
            Tensor batchX = validX.narrow(0, first, BatchSize), batchY = validY.narrow(0, first, BatchSize), prediction = model.forward(batchX);
            validLoss += nn.functional.cross_entropy(prediction, batchY).item<float>() * BatchSize;
            hits += prediction.argmax(-1).eq(batchY).sum().item<long>();
        }

        if (hits < 0.9 * ValidSamples || !double.IsFinite(validLoss)) throw new InvalidOperationException("The loop has learnt nothing.");
    }

    private interface IAdamW : IDisposable
    {
        void Step(double rate, double momentum);
    }

    private sealed class TorchAdamW(Parameter[] parameters) : IAdamW
    {
        private readonly AdamW _adamW = optim.AdamW(parameters, lr: 1e-3, beta1: 0.9, beta2: 0.99, eps: 1e-5, weight_decay: 0.01);

        public void Step(double rate, double momentum)
        {
            foreach (var group in _adamW.ParamGroups)
            {
                group.LearningRate = rate;
                if (group is AdamW.ParamGroup { Options: { } options }) options.beta1 = momentum;
            }

            _adamW.step();
        }

        public void Dispose() => _adamW.Dispose();
    }

    // The textbook's update with as few operations as it can be written in.
    private sealed class OwnAdamW(Parameter[] parameters) : IAdamW
    {
        private readonly (Parameter Parameter, Tensor Average, Tensor Square)[] _states =
            [.. parameters.Select(parameter => (parameter, zeros_like(parameter).DetachFromDisposeScope(), zeros_like(parameter).DetachFromDisposeScope()))];

        private int _steps;

        public void Step(double rate, double momentum)
        {
            using var noGrad = no_grad();
            _steps++;
            double debias = 1 - Math.Pow(momentum, _steps), squareDebias = Math.Sqrt(1 - Math.Pow(0.99, _steps));
            foreach (var (parameter, average, square) in _states)
            {
                var gradient = parameter.grad!;
                if (parameter.dim() > 1) parameter.mul_(1 - rate * 0.01);
                average.lerp_(gradient, 1 - momentum);
                square.mul_(0.99).addcmul_(gradient, gradient, 0.01);
                parameter.addcdiv_(average, square.sqrt().div_(squareDebias).add_(1e-5), -rate / debias);
            }
        }

        public void Dispose()
        {
            foreach (var (_, average, square) in _states)
            {
                average.Dispose();
                square.Dispose();
            }
        }
    }
}
