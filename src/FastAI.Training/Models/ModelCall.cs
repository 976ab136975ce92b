using static TorchSharp.torch;

namespace FastAI;

/// <summary>Calls a module with one tensor or with several.</summary>
internal static class ModelCall
{
    /// <exception cref="ArgumentException">The module has no forward pass over tensors.</exception>
    public static Func<Tensors, Tensors> Of(nn.Module model) => model switch
    {
        nn.Module<Tensor, Tensor> one => x => one.call(x.Count == 1 ? x[0] : throw Wrong(model, x, 1)),
        nn.Module<Tensor, Tensor, Tensor> two => x => two.call(x.Count == 2 ? x[0] : throw Wrong(model, x, 2), x[1]),
        nn.Module<Tensor, Tensor, Tensor, Tensor> three => x => three.call(x.Count == 3 ? x[0] : throw Wrong(model, x, 3), x[1], x[2]),
        _ => throw new ArgumentException(
            $"{model.GetType().Name} is not a module over tensors: expected a Module<Tensor, Tensor>, or one over two or three tensors.", nameof(model)),
    };

    private static ArgumentException Wrong(nn.Module model, Tensors inputs, int expected)
        => new($"The data has {inputs.Count} inputs ({inputs}), and {model.GetType().Name} takes {expected}. Make the model's forward take as many as the data block has.");
}
