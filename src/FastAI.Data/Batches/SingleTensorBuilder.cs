using TorchSharp;

namespace FastAI;

/// <summary>Collects samples that become rows of one tensor, written straight into its memory.</summary>
/// <typeparam name="TValue">What a sample's value is.</typeparam>
public abstract class SingleTensorBuilder<TValue> : BatchBuilder<TValue>
{
    /// <summary>The tensor under construction, on the CPU; set by the first value, or from the beginning.</summary>
    protected torch.Tensor? Rows { get; set; }

    /// <summary>The element that the rows make.</summary>
    /// <param name="rows">The finished rows; null where no value was written.</param>
    protected abstract TensorElement Finish(torch.Tensor? rows);

    /// <inheritdoc />
    public sealed override void Build(int count, List<TensorElement> elements)
    {
        ArgumentNullException.ThrowIfNull(elements);
        var rows = Rows;
        Rows = null;
        elements.Add(Finish(rows?.FirstRows(count)));
    }

    /// <inheritdoc />
    public sealed override void Dispose()
    {
        Rows?.Dispose();
        GC.SuppressFinalize(this);
    }
}
