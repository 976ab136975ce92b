using Xunit;

namespace FastAI.Tests.Training;

/// <summary>C02: a hook that would never be called.</summary>
public class CallbackHooksTests
{
    [Theory]
    [InlineData(typeof(Misspelt), "AfterEpcoh", "AfterEpoch")]
    [InlineData(typeof(OldName), "OnEpochEnd", "AfterEpoch")]
    [InlineData(typeof(PythonName), "after_epoch", "AfterEpoch")]
    [InlineData(typeof(WithoutOverride), "AfterEpoch", "AfterEpoch")]
    [InlineData(typeof(Nothing), "Nothing", "AfterEpoch")]
    public void What_is_never_called_is_refused_when_it_is_added(Type type, string written, string meant)
    {
        using var data = new SmallData();
        using var learn = data.Learn();

        var message = Assert.Throws<ArgumentException>(() => learn.Add((Callback)Activator.CreateInstance(type)!)).Message;

        Assert.All((string[])[written, meant, "override"], token => Assert.Contains(token, message, StringComparison.Ordinal));
        Assert.Empty(learn.Callbacks);
    }

    [Fact]
    public void A_helper_method_raises_nothing()
    {
        using var data = new SmallData();
        using var learn = data.Learn(cbs: [new WithHelper(), new Derived()]);

        learn.Fit(1);

        Assert.Equal(2, learn.Callbacks.Count);
    }

    private sealed class Misspelt : Callback
    {
        public override void BeforeFit(Learner learn)
        {
        }

        public void AfterEpcoh(Learner learn) => GC.KeepAlive(learn);
    }

    private sealed class OldName : Callback
    {
        public void OnEpochEnd() => GC.KeepAlive(this);
    }

    private sealed class PythonName : Callback
    {
        public void after_epoch() => GC.KeepAlive(this);
    }

    private sealed class WithoutOverride : Callback
    {
        public new void AfterEpoch(Learner learn) => GC.KeepAlive(learn);
    }

    private sealed class Nothing : Callback;

    private class WithHelper : Callback
    {
        public override void AfterFit(Learner learn) => Report();

        public void Report() => GC.KeepAlive(this);
    }

    private sealed class Derived : WithHelper
    {
        public override void AfterFit(Learner learn) => base.AfterFit(learn);
    }
}
