using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace FastAI.Tests.Training;

/// <summary>Typed data without files: vectors of numbers, and a class for each.</summary>
internal static class Vectors
{
    /// <summary>Loaders of <paramref name="count"/> vectors, a quarter of them for validation; classes take turns.</summary>
    public static DataLoaders<float[], Category> Loaders(int length, string[] classes, int count = 16, int batchSize = 4, IReadOnlyList<ItemTransform>? itemTfms = null)
        => Block(length, classes, itemTfms).DataLoaders(count, new LoaderOptions { BatchSize = batchSize, Workers = 0, Shuffle = false });

    public static DataBlock<int, int, float[], Category> Block(int length, string[] classes, IReadOnlyList<ItemTransform>? itemTfms = null)
        => DataBlock.Create(
            new VectorBlock(length), new CategoryBlock(classes), getItems: (int count) => [.. Enumerable.Range(0, count)], getX: (int item) => item, getY: item => classes[item % classes.Length],
            splitter: new RandomSplitter(0.25), itemTfms: itemTfms);
}

/// <summary>Makes a vector of a number.</summary>
internal sealed class VectorBlock(int length) : Block<int, float[]>
{
    public override FittedBlock<int, float[]> Fit(BlockSources<int> sources)
        => new(item => [.. Enumerable.Range(0, length).Select(i => MathF.Sin(item * 1.3f + i))], new VectorCodec(length));
}

/// <summary>Vectors of one length.</summary>
public sealed record VectorCodec(int Length) : Codec<float[]>
{
    public override BatchBuilder<float[]> NewBatch(int size) => new Builder(empty(size, Length));

    public override float[] Decode(ReadOnlySpan<TensorElement> elements, int sample)
    {
        using var scope = NewDisposeScope();
        return elements[0].Data[sample].cpu().data<float>().ToArray();
    }

    private sealed class Builder : SingleTensorBuilder<float[]>
    {
        public Builder(Tensor rows) => Rows = rows.DetachFromDisposeScope();

        public override void Write(int slot, float[] value)
        {
            var row = MemoryMarshal.Cast<byte, float>(Rows!.bytes).Slice(slot * value.Length, value.Length);
            value.CopyTo(row);
        }

        protected override TensorElement Finish(Tensor? rows) => new PlainTensor(rows!);
    }
}

/// <summary>A linear layer over a vector, or two with a norm between.</summary>
public sealed record VectorModel(int Inputs, int Outputs, int Hidden = 0) : ModelRecipe
{
    public override nn.Module Build()
        => Hidden == 0 ? nn.Linear(Inputs, Outputs)
            : nn.Sequential(("0", nn.Linear(Inputs, Hidden)), ("1", nn.BatchNorm1d(Hidden)), ("2", nn.ReLU()), ("3", nn.Linear(Hidden, Outputs)));
}
