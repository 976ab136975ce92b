using System.Globalization;
using Spectre.Console;

namespace FastAI.Cli;

/// <summary>Writes a line for each epoch.</summary>
internal sealed class EpochLines(IAnsiConsole console) : Callback, IReportsProgress
{
    public override void BeforeFit(Learner learn)
    {
        if (learn.IsFitting) Write("epoch", ["train_loss", "valid_loss", .. learn.Recorder.MetricNames, "time"]);
    }

    public override void AfterEpoch(Learner learn)
    {
        if (!learn.IsFitting) return;

        var row = learn.Recorder.Rows[^1];
        Write(row.Epoch.ToString(CultureInfo.InvariantCulture), [Number(row.TrainLoss), Number(row.ValidLoss), .. row.Metrics.Select(Number), $"{row.Time:h\\:mm\\:ss}"]);
    }

    private void Write(string epoch, IEnumerable<string> values) => console.WriteLine($"{epoch,-5}{string.Concat(values.Select(value => $"  {value,10}"))}");

    private static string Number(double? value) => value is { } number ? number.ToString("0.0000", CultureInfo.InvariantCulture) : "-";
}
