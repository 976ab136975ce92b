using TorchSharp;

namespace FastAI;

internal static class TensorRows
{
    /// <summary>The first rows of a tensor: the tensor itself where that is all of them, else a copy, and the tensor is disposed.</summary>
    public static torch.Tensor FirstRows(this torch.Tensor tensor, int count)
    {
        if (tensor.shape[0] == count) return tensor;

        using (tensor)
        using (var rows = tensor.narrow(0, 0, count))
            return rows.clone();
    }
}
