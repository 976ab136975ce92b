using FastAI;
using TorchSharp;

// Arguments: what to wait in (train, valid, after), epochs, seconds a batch.
var part = args.Length > 0 ? args[0] : "train";
var epochs = args.Length > 1 ? int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : 1;
var seconds = args.Length > 2 ? double.Parse(args[2], System.Globalization.CultureInfo.InvariantCulture) : 0.05;

torch.random.manual_seed(42);
using var x = torch.randn(2000, 4);
using var y = x.sum(1, keepdim: true);
using var dls = DataLoaders.FromTensors(x, y, x, y, new LoaderOptions { BatchSize = 20 });
var mae = Metric<Category>.PerItem("mae", Better.Lower, (prediction, target) => (prediction.Single - target.Single).abs().mean([1]));
using var learn = new Learner(dls, torch.nn.Linear(4, 1), new MSELossFlat(), [mae], new() { Device = torch.CPU, LearningRate = 0.01 }).WithConsoleProgress();

Console.WriteLine("begin");
learn.Fit(part == "after" ? 1 : epochs, cbs: [new Slow(part, seconds)]);
Console.WriteLine($"stopped because: {learn.Recorder.StoppedBecause}");
Console.WriteLine($"last row complete: {learn.Recorder.Rows[^1].IsComplete}");
if (part == "after")
{
    Console.WriteLine("waiting");
    Thread.Sleep(TimeSpan.FromSeconds(60));
}

learn.Fit(1);
Console.WriteLine($"usable: {learn.Recorder.Rows[^1].IsComplete}");

/// <summary>Makes the batches of one part slow, and says once that they run.</summary>
internal sealed class Slow(string part, double seconds) : Callback
{
    private bool _isSaid;

    public override void BeforeBatch(Learner learn)
    {
        if (part != (learn.IsTraining ? "train" : "valid")) return;

        if (!_isSaid && learn.Iteration == 2) Console.WriteLine("running");
        _isSaid |= learn.Iteration == 2;
        Thread.Sleep(TimeSpan.FromSeconds(seconds));
    }
}
