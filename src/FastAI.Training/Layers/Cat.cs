using static TorchSharp.torch;
using TensorModule = TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>;

namespace FastAI;

/// <summary>Runs all layers on the same input and puts their results side by side: fastai's <c>Cat</c>.</summary>
/// <remarks>Keys <c>0</c>, <c>1</c>, ….</remarks>
public sealed class Cat : Layer
{
    private readonly TensorModule[] _layers;
    private readonly long _axis;

    /// <summary>Makes the layer.</summary>
    /// <param name="layers">What runs, at least one.</param>
    /// <param name="axis">The axis along which the results are joined (<c>dim</c>).</param>
    public Cat(IEnumerable<TensorModule> layers, long axis = 1) : base(nameof(Cat))
    {
        _layers = [.. layers];
        _axis = axis;
        if (_layers.Length == 0) throw new ArgumentException("Cat needs at least one layer.", nameof(layers));
        for (var i = 0; i < _layers.Length; i++) register_module($"{i}", _layers[i]);
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        var results = new Tensor[_layers.Length];
        for (var i = 0; i < results.Length; i++) results[i] = _layers[i].call(input);
        var joined = cat(results, _axis);
        foreach (var result in results) result.Dispose();
        return joined;
    }
}
