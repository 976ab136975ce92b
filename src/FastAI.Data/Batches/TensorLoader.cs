using TorchSharp;

namespace FastAI;

/// <summary>Batches of samples that are rows of tensors in memory: gathered by index, nothing else is done to them.</summary>
public sealed class TensorLoader : DataLoader, IDisposable
{
    private readonly torch.Tensor _x, _y;

    /// <param name="split">The split that the samples belong to; only training samples are shuffled.</param>
    /// <param name="x">Inputs, one a row. Kept as they are; the caller's handle stays valid and is the caller's to dispose.</param>
    /// <param name="y">Targets, one a row.</param>
    /// <param name="options">Batch size, order, seed; workers play no part.</param>
    /// <exception cref="ArgumentException">There are not as many targets as inputs, or no training samples at all.</exception>
    public TensorLoader(Split split, torch.Tensor x, torch.Tensor y, LoaderOptions? options = null)
        : base(split, (int)x.shape[0], options ?? new())
    {
        if (x.shape[0] != y.shape[0])
            throw new ArgumentException(
                $"There are {x.shape[0]} inputs and {y.shape[0]} targets: each row of x needs its row of y.", nameof(y));
        if (split == Split.Train && x.shape[0] == 0)
            throw new ArgumentException("There are 0 training samples: x has no rows.", nameof(x));
        (_x, _y) = (x.alias().DetachFromDisposeScope(), y.alias().DetachFromDisposeScope());
    }

    /// <inheritdoc />
    public override IEnumerable<Batch> Batches(int epoch = 0, CancellationToken cancellationToken = default)
    {
        foreach (var indices in BatchIndices(epoch))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return Gather(indices);
        }
    }

    private Batch Gather(int[] indices)
    {
        using var scope = torch.NewDisposeScope();
        using var index = torch.tensor(indices, dtype: torch.ScalarType.Int32, device: _x.device);
        return new Batch([new PlainTensor(_x.index_select(0, index))], [new PlainTensor(_y.index_select(0, index))], indices, Split).To(Device).Detached();
    }

    /// <summary>Frees the loader's handles.</summary>
    public void Dispose()
    {
        _x.Dispose();
        _y.Dispose();
    }
}
