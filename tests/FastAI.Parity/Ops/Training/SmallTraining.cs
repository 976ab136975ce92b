using static TorchSharp.torch;

namespace FastAI.Parity;

/// <summary>A few vectors of two classes, and a chain of linear layers over them: for cases that are about the course of a training and not about its numbers.</summary>
internal sealed class SmallTraining : IDisposable
{
    private readonly DataLoaders _loaders;

    /// <param name="batches">Training batches in an epoch, of one sample each.</param>
    /// <param name="layers">How many layers the model has, each of which is a group of parameters.</param>
    /// <param name="options">The learner's settings.</param>
    /// <param name="callback">What looks on.</param>
    public SmallTraining(int batches, int layers, LearnerOptions options, Callback callback)
    {
        using var scope = NewDisposeScope();
        var x = arange(batches * 3, dtype: ScalarType.Float32).mul(1.7).sin().reshape(batches, 3);
        _loaders = DataLoaders.FromTensors(x, x.sum([1]).gt(0).to(ScalarType.Int64), options: new() { BatchSize = 1, Shuffle = false, DropLast = false });
        manual_seed(1);
        var model = nn.Sequential([.. Enumerable.Range(0, layers).Select(i => ($"{i}", (nn.Module<Tensor, Tensor>)nn.Linear(3, 3)))]);
        Learner = new(_loaders, model, new CrossEntropyLossFlat(), [], options with
        {
            AllowsNonFiniteLoss = true,
            ParameterGroups = fitted => [.. fitted.named_parameters().Select(named => named.name).Chunk(2)],
            Callbacks = [callback],
        });
    }

    public Learner Learner { get; }

    public void Dispose()
    {
        Learner.Dispose();
        _loaders.Dispose();
    }
}
