using System.Globalization;
using static TorchSharp.torch;

namespace FastAI.Bench;

/// <summary>The memory of the process while a small convolutional network trains: it has to be flat.</summary>
internal static class MemoryBench
{
    private const int Batches = 500, Every = 50;

    public static void Run(string[] arguments)
    {
        var size = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 32;
        manual_seed(1);
        using var x = randn(Batches * 16, 3, size, size);
        using var y = randint(10, Batches * 16, dtype: ScalarType.Int64);
        using var dls = DataLoaders.FromTensors(x, y, options: new() { BatchSize = 16 });
        var model = nn.Sequential(
            ("0", nn.Conv2d(3, 16, 3, stride: 2, padding: 1)), ("1", nn.BatchNorm2d(16)), ("2", nn.ReLU()),
            ("3", nn.Conv2d(16, 32, 3, stride: 2, padding: 1)), ("4", nn.BatchNorm2d(32)), ("5", nn.ReLU()),
            ("6", nn.AdaptiveAvgPool2d(1)), ("7", nn.Flatten()), ("8", nn.Linear(32, 10)));
        using var learn = new Learner(dls, model, new CrossEntropyLossFlat(), options: new() { Device = CPU });

        Console.WriteLine($"{"batch",6} {"resident MB",12} {"managed MB",11} {"live tensors",13}");
        learn.Fit(1, cbs: [new Watch()]);
    }

    private sealed class Watch : Callback
    {
        public override void AfterBatch(Learner learn)
        {
            if (learn.Iteration % Every != Every - 1) return;
            Console.WriteLine($"{learn.Iteration + 1,6} {Environment.WorkingSet / 1e6,12:0.0} {GC.GetTotalMemory(false) / 1e6,11:0.0} {LiveTensors.Count,13}");
        }
    }
}
