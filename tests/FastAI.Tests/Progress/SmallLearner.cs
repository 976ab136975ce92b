using TorchSharp;

namespace FastAI.Tests.Progress;

/// <summary>A learner over a few rows of numbers: ten batches of training and five of validation, unless told otherwise.</summary>
internal sealed class SmallLearner : IDisposable
{
    private readonly torch.Tensor _x, _y, _validX, _validY;
    private readonly DataLoaders _dls;

    public SmallLearner(IReadOnlyList<Metric>? metrics = null, LearnerOptions? options = null, int trainBatches = 10, int validBatches = 5)
    {
        using var generator = new torch.Generator(1);
        _x = torch.randn([trainBatches * 4, 2], generator: generator);
        _y = _x.sum(1, keepdim: true);
        _validX = torch.randn([validBatches * 4, 2], generator: generator);
        _validY = _validX.sum(1, keepdim: true);
        _dls = DataLoaders.FromTensors(_x, _y, _validX, _validY, new LoaderOptions { BatchSize = 4 });
        Learn = new(_dls, torch.nn.Linear(2, 1), new MSELossFlat(), metrics, (options ?? new()) with { Device = torch.CPU });
    }

    public Learner Learn { get; }

    public void Dispose()
    {
        Learn.Dispose();
        _dls.Dispose();
        foreach (var tensor in new[] { _x, _y, _validX, _validY }) tensor.Dispose();
    }
}

/// <summary>A metric that is always the same.</summary>
internal sealed class FixedMetric(string name, double? value) : Metric
{
    public override string Name => name;

    public override Better Better => Better.Higher;

    public override MetricState Start() => new State(value);

    private sealed class State(double? value) : MetricState
    {
        public override double? Value => value;

        public override void Accumulate(Tensors prediction, Tensors target)
        {
        }
    }
}

/// <summary>Does something in an event.</summary>
internal sealed class Hook : Callback
{
    public Action<Learner>? OnBeforeBatch { get; init; }

    public Action<Learner>? OnAfterBatch { get; init; }

    public Action<Learner>? OnAfterEpoch { get; init; }

    public override bool AllowsSeveral => true;

    public override void BeforeBatch(Learner learn) => OnBeforeBatch?.Invoke(learn);

    public override void AfterBatch(Learner learn) => OnAfterBatch?.Invoke(learn);

    public override void AfterEpoch(Learner learn) => OnAfterEpoch?.Invoke(learn);
}

/// <summary>A clock that stands still until it is moved.</summary>
internal sealed class ManualTime : TimeProvider
{
    private long _ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _ticks;

    public void Advance(TimeSpan time) => _ticks += time.Ticks;
}
