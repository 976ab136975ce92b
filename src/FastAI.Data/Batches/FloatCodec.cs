using TorchSharp;

namespace FastAI;

/// <summary>
/// The base for values that are a fixed number of floats: each is written straight into its row of the batch's tensor. For a type of your own, override
/// <see cref="Shape"/>, <see cref="Write"/> and <see cref="Read"/>.
/// </summary>
/// <typeparam name="TValue">The values.</typeparam>
public abstract record FloatCodec<TValue> : Codec<TValue>
{
    /// <summary>The shape of one value, without the axis that counts samples; empty for a single number.</summary>
    protected abstract IReadOnlyList<long> Shape { get; }

    /// <summary>Writes a value to its row of the batch.</summary>
    /// <param name="value">The value.</param>
    /// <param name="row">As many floats as <see cref="Shape"/> says, of any content: write all of them.</param>
    protected abstract void Write(TValue value, Span<float> row);

    /// <summary>Makes a value of a row.</summary>
    /// <param name="row">As many floats as <see cref="Shape"/> says.</param>
    protected abstract TValue Read(ReadOnlySpan<float> row);

    /// <summary>The element that a batch of rows is, which decides what transforms for batches do to it; <see cref="PlainTensor"/>, unless overridden.</summary>
    /// <param name="rows"><c>[batch, …]</c>, float32.</param>
    protected virtual TensorElement Element(torch.Tensor rows) => new PlainTensor(rows);

    /// <inheritdoc />
    public sealed override BatchBuilder<TValue> NewBatch(int size) => new Builder(this, size);

    /// <inheritdoc />
    public override TValue Decode(ReadOnlySpan<TensorElement> elements, int sample)
    {
        var floats = Floats(elements[0].Data, sample);
        var expected = Shape.Aggregate(1L, (product, side) => product * side);
        return floats.Length == expected ? Read(floats)
            : throw new ArgumentException($"A sample of the batch holds {floats.Length} numbers, and {Name} is {expected}.");
    }

    /// <summary>Reads one sample of a model's output; its scores are the activated numbers.</summary>
    /// <inheritdoc />
    public override Prediction<TValue> ReadPrediction(Tensors activated, Tensors decoded, int sample)
        => new(Decode([new PlainTensor(decoded.Single)], sample), null, Floats(activated.Single, sample));

    private static float[] Floats(torch.Tensor batch, int sample)
    {
        using var scope = torch.NewDisposeScope();
        return batch[sample].to(torch.ScalarType.Float32).cpu().contiguous().data<float>().ToArray();
    }

    private sealed class Builder : SingleTensorBuilder<TValue>
    {
        private readonly FloatCodec<TValue> _codec;
        private readonly int _length;

        public Builder(FloatCodec<TValue> codec, int size)
        {
            _codec = codec;
            var rows = torch.empty([size, .. codec.Shape], dtype: torch.ScalarType.Float32);
            Rows = rows;
            _length = size == 0 ? 0 : checked((int)(rows.numel() / size));
        }

        public override void Write(int slot, TValue value)
            => _codec.Write(value, Row<float>(slot, _length));

        protected override TensorElement Finish(torch.Tensor? rows) => _codec.Element(rows!);
    }
}
