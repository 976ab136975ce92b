using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace FastAI.Tests.Data;

/// <summary>The simplest value there is.</summary>
internal sealed record Number(double Value);

/// <summary>Numbers of a batch, <c>[batch]</c>, float64.</summary>
internal sealed class TensorNumber(Tensor data) : TensorElement<TensorNumber>(data)
{
    public override TensorElement With(Tensor data) => new TensorNumber(data);
}

internal sealed record NumberCodec : Codec<Number>
{
    public override BatchBuilder<Number> NewBatch(int size) => new Builder(size);

    public override Number Decode(ReadOnlySpan<TensorElement> elements, int sample)
    {
        using var row = elements[0].Data[sample];
        return new(row.item<double>());
    }

    private sealed class Builder : SingleTensorBuilder<Number>
    {
        public Builder(int size) => Rows = empty(size, dtype: ScalarType.Float64);

        public override void Write(int slot, Number value) => MemoryMarshal.Cast<byte, double>(Rows!.bytes)[slot] = value.Value;

        protected override TensorElement Finish(Tensor? rows) => new TensorNumber(rows!);
    }
}

/// <summary>Makes a number of an item that is one.</summary>
/// <param name="onRead">Called with the item whenever it is read.</param>
internal sealed class NumberBlock(Action<int>? onRead = null) : Block<int, Number>
{
    public override FittedBlock<int, Number> Fit(BlockSources<int> sources) => new(
        item =>
        {
            onRead?.Invoke(item);
            return new(item);
        },
        new NumberCodec());
}

internal static class TestBlocks
{
    /// <summary>Items 0 to n - 1 as inputs and as targets; the last <paramref name="valid"/> are for validation.</summary>
    public static DataBlock<int, int, Number, Number> Numbers(
        int valid = 0, Action<int>? onRead = null, IReadOnlyList<ItemTransform>? itemTfms = null, IReadOnlyList<BatchTransform>? batchTfms = null)
        => DataBlock.Create(
            new NumberBlock(onRead), new NumberBlock(),
            getItems: (int count) => Enumerable.Range(0, count).ToArray(),
            getY: item => item,
            splitter: new LastItems(valid), itemTfms: itemTfms, batchTfms: batchTfms);

    /// <summary>The numbers of each batch of an epoch, which are freed.</summary>
    public static double[][] Read(DataLoader loader, int epoch = 0, CancellationToken cancellationToken = default)
        => [.. loader.Batches(epoch, cancellationToken).Select(batch =>
        {
            using (batch) return batch.Inputs[0].Data.data<double>().ToArray();
        })];

    private sealed class LastItems(int valid) : PositionSplitter
    {
        public override SplitIndices Split(int count) => new([.. Enumerable.Range(0, count - valid)], [.. Enumerable.Range(count - valid, valid)]);
    }
}

/// <summary>Adds to inputs and targets alike what was drawn for the sample.</summary>
internal sealed record AddDrawn : RandomItemTransform<double>, IEncodes<Number, double>
{
    protected override double Draw(in SampleContext sample) => sample.Random().NextDouble();

    public Number Encode(Number value, double draw) => new(value.Value + draw);
}

/// <summary>The same for a batch: a draw a sample.</summary>
internal sealed record AddDrawnToBatch : RandomBatchTransform<double[]>, IEncodes<TensorNumber, double[]>
{
    protected override double[] Draw(BatchContext batch) => [.. Enumerable.Range(0, batch.Size).Select(sample => batch.RandomOf(sample).NextDouble())];

    public TensorNumber Encode(TensorNumber value, double[] draw)
    {
        using var drawn = tensor(draw);
        return new(value.Data + drawn);
    }
}
