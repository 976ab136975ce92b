using System.Globalization;

namespace FastAI;

/// <summary>How far the training or the validation of an epoch is.</summary>
/// <param name="Epoch">The epoch, from 0; null outside a fit.</param>
/// <param name="IsTraining">Whether it trains; else it validates.</param>
/// <param name="Done">Batches done.</param>
/// <param name="Total">Batches in all.</param>
/// <param name="Loss">The smoothed training loss; null where there is none yet.</param>
/// <param name="LearningRate">The learning rate; null where none matters.</param>
/// <param name="Elapsed">Time since this part began.</param>
/// <param name="FitLeft">Time to the end of the fit; null where nothing is known of it.</param>
internal readonly record struct RunningPart(
    int? Epoch, bool IsTraining, int Done, int Total, double? Loss, double? LearningRate, TimeSpan Elapsed, TimeSpan? FitLeft)
{
    public string Name => IsTraining ? "train" : "valid";

    public double Share => Total == 0 ? 1 : Math.Clamp((double)Done / Total, 0, 1);

    /// <summary>Batches a second; null before the first.</summary>
    public double? Rate => Done == 0 || Elapsed <= TimeSpan.Zero ? null : Done / Elapsed.TotalSeconds;

    public TimeSpan? Left => Rate is { } rate ? TimeSpan.FromSeconds(Math.Max(Total - Done, 0) / rate) : null;

    /// <summary>All of it in a line for a log.</summary>
    public string Sentence
        => $"epoch {Epoch}: {Name} {Done}/{Total}"
            + (Loss is { } loss ? $", loss {Figures.Number(loss)}" : "")
            + (LearningRate is { } rate ? $", lr {Figures.Short(rate)}" : "")
            + (Rate is { } speed ? string.Create(CultureInfo.InvariantCulture, $", {speed:0.##} batches/s") : "")
            + $", {Figures.Time(Elapsed)} elapsed"
            + (Left is { } left ? $", {Figures.Time(left)} left" : "")
            + (FitLeft is { } fit ? $", {Figures.Time(fit)} to the end of the fit" : "");
}
