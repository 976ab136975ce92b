using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;

namespace FastAI;

/// <summary>Collects samples that become rows of one tensor, written straight into its memory.</summary>
/// <typeparam name="TValue">What a sample's value is.</typeparam>
public abstract class SingleTensorBuilder<TValue> : BatchBuilder<TValue>
{
    private nint _memory;
    private long _bytes;

    /// <summary>The tensor under construction, contiguous and on the CPU; set by the first value, or from the beginning.</summary>
    protected torch.Tensor? Rows
    {
        get;
        set
        {
            field = value;
            (_memory, _bytes) = (0, 0);
        }
    }

    /// <summary>The numbers of one row of <see cref="Rows"/>, which has been set: as many of <typeparamref name="T"/> as fill it.</summary>
    /// <param name="slot">The row.</param>
    /// <param name="length">How many numbers a row has.</param>
    /// <typeparam name="T">The type of the numbers, that of the tensor.</typeparam>
    protected unsafe Span<T> Row<T>(int slot, int length) where T : unmanaged
    {
        // Asking libtorch where a tensor lies costs more than writing a short row.
        if (_memory == 0)
        {
            var bytes = Rows!.bytes;
            (_memory, _bytes) = ((nint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(bytes)), bytes.Length);
        }

        var start = (long)slot * length * sizeof(T);
        if (slot < 0 || start + ((long)length * sizeof(T)) > _bytes)
            throw new ArgumentOutOfRangeException(nameof(slot), slot, $"The batch has {_bytes} bytes, and row {slot} of {length} {typeof(T).Name} lies outside.");
        return new((byte*)_memory + start, length);
    }

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
