using TorchSharp;
using Xunit;

namespace FastAI.Tests.Blocks;

[NoTensorLeaks]
public class VectorBlockTests
{
    [Fact]
    public void Rows_are_copied_into_the_batch()
    {
        var fitted = new VectorBlock().FitTo([new float[] { 1, 2 }, new float[] { 3, 4 }]);
        using var scope = torch.NewDisposeScope();

        TensorElement[] batch = [.. fitted.Codec.Batch(new float[] { 1, 2 }, new float[] { 3, 4 })];

        Assert.Equal([2L, 2], batch[0].Data.shape);
        Assert.Equal([3f, 4], fitted.Codec.Decode(batch, 1).ToArray());
    }

    [Fact]
    public void Writing_a_sample_allocates_nothing()
    {
        var rows = new float[64 * 8];
        using var builder = new VectorCodec(8).NewBatch(64);
        builder.Write(0, rows.AsMemory(0, 8));

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var slot = 0; slot < 64; slot++) builder.Write(slot, rows.AsMemory(slot * 8, 8));
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(0, allocated);
    }

    [Fact]
    public void Another_length_is_an_error_that_names_the_item()
    {
        var block = DataBlock.OfItems(
            new VectorBlock(), new RegressionBlock(), (float[] row) => (ReadOnlyMemory<float>)row, row => (double)row[0], new IndexSplitter([2]));
        var dls = block.DataLoaders([[1, 2], [1, 2, 3], [5, 6]], new LoaderOptions { BatchSize = 2, Workers = 0, Shuffle = false });

        var error = Assert.Throws<DataException>(() => dls.Train.OneBatch());

        Assert.All(["3 numbers", "has 2"], token => Assert.Contains(token, error.Message));
        Assert.Equal(1, error.Index);
    }

    [Fact]
    public void A_type_of_your_own_needs_a_codec_of_three_members()
    {
        var block = Block.Of((string text) => new Point(text[0], text[1]), new PointCodec());
        using var scope = torch.NewDisposeScope();

        var fitted = block.FitTo(["ab", "cd"]);
        TensorElement[] batch = [.. fitted.Codec.Batch(fitted.Create("ab"), fitted.Create("cd"))];

        Assert.Equal(new Point('c', 'd'), fitted.Codec.Decode(batch, 1));
        Assert.Equal("Block of Point", block.Name);
    }

    private sealed record Point(float X, float Y);

    private sealed record PointCodec : FloatCodec<Point>
    {
        protected override IReadOnlyList<long> Shape => [2];

        protected override void Write(Point value, Span<float> row) => (row[0], row[1]) = (value.X, value.Y);

        protected override Point Read(ReadOnlySpan<float> row) => new(row[0], row[1]);
    }
}
