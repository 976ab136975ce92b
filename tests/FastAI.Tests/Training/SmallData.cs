using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FastAI.Tests.Training;

/// <summary>A few vectors of two classes, and learners over them: made in a moment, the same every time.</summary>
internal sealed class SmallData : IDisposable
{
    private readonly Tensor[] _tensors;

    public SmallData(int train = 16, int valid = 8, int batchSize = 4, bool shuffle = false)
    {
        using var scope = NewDisposeScope();
        var (trainX, validX) = (Rows(train, 0), Rows(valid, 1));
        _tensors = [trainX, Classes(trainX), validX, Classes(validX)];
        foreach (var tensor in _tensors) tensor.DetachFromDisposeScope();
        Loaders = DataLoaders.FromTensors(
            _tensors[0], _tensors[1], valid == 0 ? null : _tensors[2], valid == 0 ? null : _tensors[3], new() { BatchSize = batchSize, Shuffle = shuffle, DropLast = false });
    }

    public DataLoaders Loaders { get; }

    public static IReadOnlyList<Metric> Accuracy { get; } = [Metrics.Accuracy];

    /// <summary>Three inputs, two classes, with a norm in between, so that there is state besides the weights.</summary>
    public static Sequential Model(int seed = 1)
    {
        manual_seed(seed);
        return nn.Sequential(("0", nn.Linear(3, 8)), ("1", nn.BatchNorm1d(8)), ("2", nn.ReLU()), ("3", nn.Linear(8, 2)));
    }

    public Learner Learn(LearnerOptions? options = null, IReadOnlyList<Metric>? metrics = null, nn.Module? model = null, Loss? loss = null, params IReadOnlyList<Callback> cbs)
    {
        options ??= new();
        return new(Loaders, model ?? Model(), loss ?? new CrossEntropyLossFlat(), metrics ?? Accuracy, options with { Callbacks = [.. options.Callbacks, .. cbs] });
    }

    /// <summary>All parameters and buffers as text of their bits, to compare states exactly.</summary>
    public static Dictionary<string, string> Bits(nn.Module model)
    {
        using var scope = NewDisposeScope();
        return model.state_dict().ToDictionary(entry => entry.Key, entry => Bits(entry.Value));
    }

    public static string Bits(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        return Convert.ToHexString(tensor.detach().cpu().contiguous().bytes);
    }

    private static Tensor Rows(int count, int phase) => arange(count * 3, dtype: ScalarType.Float32).mul(1.7).add(phase).sin().reshape(count, 3);

    private static Tensor Classes(Tensor rows) => rows.sum([1]).gt(0).to(ScalarType.Int64);

    public void Dispose()
    {
        Loaders.Dispose();
        foreach (var tensor in _tensors) tensor.Dispose();
    }
}
