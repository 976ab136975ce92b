using Xunit;

namespace FastAI.Tests.Training;

public class LearnerCancellationTests
{
    [Fact, NoTensorLeaks]
    public void A_token_ends_the_fit_after_the_batch_under_way_with_its_closing_events()
    {
        using var data = new SmallData();
        using var source = new CancellationTokenSource();
        var events = new List<LearnerEvent>();
        using var learn = data.Learn(cbs: new EveryHook((happening, learn) =>
        {
            events.Add(happening);
            if (happening == LearnerEvent.AfterPred && learn is { Epoch: 1, Iteration: 2, IsTraining: true }) source.Cancel();
        }));

        var thrown = Assert.Throws<OperationCanceledException>(() => learn.Fit(3, cancellationToken: source.Token));

        Assert.Equal(source.Token, thrown.CancellationToken);
        Assert.Equal(4 + 3, learn.Recorder.Losses.Count);
        Assert.Equal([LearnerEvent.AfterStep, LearnerEvent.AfterBatch, LearnerEvent.AfterCancelFit, LearnerEvent.AfterFit], events.TakeLast(4));
        Assert.Equal([true, false], learn.Recorder.Rows.Select(row => row.IsComplete));
        Assert.Contains("token", learn.Recorder.StoppedBecause, StringComparison.Ordinal);
    }

    [Fact, NoTensorLeaks]
    public void A_learner_is_usable_after_a_cancelled_fit()
    {
        using var data = new SmallData();
        using var source = new CancellationTokenSource();
        var cancels = new EveryHook((happening, learn) =>
        {
            if (happening == LearnerEvent.AfterLoss && learn.Iteration == 1) source.Cancel();
        });
        using var learn = data.Learn();
        Assert.ThrowsAny<OperationCanceledException>(() => learn.Fit(2, cbs: [cancels], cancellationToken: source.Token));
        var before = LiveTensors.Count;

        learn.Fit(2);

        Assert.Equal(2, learn.Recorder.Rows.Count);
        Assert.Null(learn.Recorder.StoppedBecause);
        Assert.Empty(learn.Callbacks);
        Assert.False(learn.IsFitting);
        Assert.Equal(before, LiveTensors.Count);
    }

    [Fact, NoTensorLeaks]
    public void A_token_that_is_cancelled_already_lets_no_batch_run()
    {
        using var data = new SmallData();
        using var learn = data.Learn();
        var before = SmallData.Bits(learn.Model);

        Assert.ThrowsAny<OperationCanceledException>(() => learn.Fit(2, cancellationToken: new(canceled: true)));
        Assert.ThrowsAny<OperationCanceledException>(() => learn.Validate(cancellationToken: new(canceled: true)));
        Assert.ThrowsAny<OperationCanceledException>(() => learn.GetPreds(cancellationToken: new(canceled: true)));
        Assert.ThrowsAny<OperationCanceledException>(() => learn.LrFind(cancellationToken: new(canceled: true)));

        Assert.Equal(before, SmallData.Bits(learn.Model));
    }

    [Fact, NoTensorLeaks]
    public void A_token_ends_a_fit_during_validation_too()
    {
        using var data = new SmallData();
        using var source = new CancellationTokenSource();
        using var learn = data.Learn(cbs: new EveryHook((happening, learn) =>
        {
            if (happening == LearnerEvent.AfterPred && !learn.IsTraining) source.Cancel();
        }));

        Assert.ThrowsAny<OperationCanceledException>(() => learn.Fit(3, cancellationToken: source.Token));

        Assert.False(Assert.Single(learn.Recorder.Rows).IsComplete);
    }

    [Fact, NoTensorLeaks]
    public void A_cancelled_exception_of_a_hook_passes_as_it_is()
    {
        using var data = new SmallData();
        var mine = new OperationCanceledException("mine");
        using var learn = data.Learn(cbs: new EveryHook((happening, _) =>
        {
            if (happening == LearnerEvent.AfterBackward) throw mine;
        }));

        Assert.Same(mine, Assert.Throws<OperationCanceledException>(() => learn.Fit(1)));
    }
}
