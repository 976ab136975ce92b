using Microsoft.Extensions.Logging;
using Xunit;

namespace FastAI.Tests.Progress;

public class LearnerLoggerTests
{
    [Fact, NoTensorLeaks]
    public void Each_epoch_is_logged_in_a_line()
    {
        var log = new Log();
        using var small = new SmallLearner([new FixedMetric("accuracy", 0.875)], new() { Logger = log });

        small.Learn.Fit(2);

        Assert.Equal([LogLevel.Information, LogLevel.Information], log.Select(entry => entry.Level));
        Assert.StartsWith("Epoch 0: train_loss ", log[0].Text, StringComparison.Ordinal);
        Assert.Contains("valid_loss ", log[0].Text, StringComparison.Ordinal);
        Assert.Contains("accuracy 0.875", log[0].Text, StringComparison.Ordinal);
        Assert.StartsWith("Epoch 1: ", log[1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Warnings_of_a_fit_are_logged_as_such()
    {
        var log = new Log();
        using var small = new SmallLearner(options: new() { Logger = log });

        small.Learn.Fit(1, cbs: [new Hook { OnAfterEpoch = _ => Warnings.Raise("Something looks odd.") }]);
        using (Warnings.Subscribe(_ => { })) Warnings.Raise("After the fit.");

        Assert.Contains((LogLevel.Warning, "Something looks odd."), log);
        Assert.Equal(2, log.Count);
    }

    [Fact]
    public void Why_a_fit_was_broken_off_is_logged()
    {
        var log = new Log();
        using var small = new SmallLearner(options: new() { Logger = log });

        small.Learn.Fit(1, cbs: [new Hook { OnAfterBatch = learn => learn.CancelFit("Enough.") }]);

        Assert.Equal((LogLevel.Information, "Epoch 0 is incomplete: Enough."), log[^1]);
    }

    private sealed class Log : List<(LogLevel Level, string Text)>, ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            => Add((logLevel, formatter(state, exception)));
    }
}
