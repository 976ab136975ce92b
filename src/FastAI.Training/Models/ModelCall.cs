using static TorchSharp.torch;

namespace FastAI;

/// <summary>Calls a module with one tensor or with several.</summary>
internal static class ModelCall
{
    /// <param name="inputs">How many inputs the data has; null where that is not known yet.</param>
    /// <exception cref="ArgumentException">The module has no forward pass over tensors, or over another number of them.</exception>
    public static Func<Tensors, Tensors> Of(nn.Module model, int? inputs = null)
    {
        (int Takes, Func<Tensors, Tensors> Call) found = model switch
        {
            nn.Module<Tensor, Tensor> one => (1, x => one.call(x.Count == 1 ? x[0] : throw Wrong(model, x, 1))),
            nn.Module<Tensor, Tensor, Tensor> two => (2, x => two.call(x.Count == 2 ? x[0] : throw Wrong(model, x, 2), x[1])),
            nn.Module<Tensor, Tensor, Tensor, Tensor> three => (3, x => three.call(x.Count == 3 ? x[0] : throw Wrong(model, x, 3), x[1], x[2])),
            _ => throw new ArgumentException(
                $"{model.GetType().Name} is not a module over tensors: expected a Module<Tensor, Tensor>, or one over two or three tensors.", nameof(model)),
        };
        return inputs is null || inputs == found.Takes ? found.Call : throw Wrong(model, $"{inputs} inputs", found.Takes);
    }

    private static ArgumentException Wrong(nn.Module model, Tensors inputs, int expected) => Wrong(model, $"{inputs.Count} inputs ({inputs})", expected);

    private static ArgumentException Wrong(nn.Module model, string given, int expected)
        => new($"The data has {given}, and {model.GetType().Name} takes {expected}. Make the model's forward take as many as the data block has.", nameof(model));
}
