using System.Diagnostics;

namespace FastAI;

/// <summary>Where a fit stands.</summary>
/// <param name="Epoch">The epoch, from 0.</param>
/// <param name="Epochs">Number of epochs.</param>
/// <param name="Batch">Batches done in this part of the epoch.</param>
/// <param name="Batches">Number of batches in this part.</param>
/// <param name="IsTraining">Whether this part trains; else it validates.</param>
/// <param name="Loss">The smoothed training loss; null before the first batch.</param>
/// <param name="LearningRate">The learning rate of the last group of parameters.</param>
/// <param name="Elapsed">Time since the fit began.</param>
/// <param name="FinishedRow">The row of an epoch, in the report that comes at its end.</param>
public sealed record FitProgress(
    int Epoch, int Epochs, int Batch, int Batches, bool IsTraining, double? Loss, double LearningRate, TimeSpan Elapsed, EpochRow? FinishedRow = null)
{
    /// <summary>The share of the fit that is done, from 0 to 1, counting an epoch's training part alone.</summary>
    public double Share => Epochs == 0 ? 1 : (Epoch + (FinishedRow is not null || !IsTraining ? 1 : Batches == 0 ? 0 : (double)Batch / Batches)) / Epochs;
}

/// <summary>Reports to an <see cref="IProgress{T}"/> after each batch and each epoch.</summary>
/// <param name="progress">Takes the reports, on the training thread.</param>
public sealed class ProgressReporter(IProgress<FitProgress> progress) : Callback, IReportsProgress
{
    private long _startedAt;

    /// <inheritdoc />
    public override bool AllowsSeveral => true;

    /// <inheritdoc />
    public override void BeforeFit(Learner learn) => _startedAt = Stopwatch.GetTimestamp();

    /// <inheritdoc />
    public override void AfterBatch(Learner learn)
    {
        if (learn.IsFitting && !learn.IsInnerPass) progress.Report(Now(learn));
    }

    /// <inheritdoc />
    public override void AfterEpoch(Learner learn)
    {
        if (learn.IsFitting) progress.Report(Now(learn) with { Batch = learn.BatchCount, FinishedRow = learn.Recorder.Rows[^1] });
    }

    /// <inheritdoc />
    public override void AfterCancelFit(Learner learn)
    {
        // The epoch that was broken off has a row too, and no event of its own.
        if (learn.IsFitting && !learn.IsInnerPass && learn.Recorder.Rows is { Count: > 0 } rows && !rows[^1].IsComplete)
            progress.Report(Now(learn) with { Epoch = rows[^1].Epoch, FinishedRow = rows[^1] });
    }

    private FitProgress Now(Learner learn)
        => new(learn.Epoch, learn.EpochCount, learn.Iteration + 1, learn.BatchCount, learn.IsTraining,
               learn.Recorder.SmoothLosses is { Count: > 0 } losses ? losses[^1] : null, learn.LearningRate, Stopwatch.GetElapsedTime(_startedAt));
}
