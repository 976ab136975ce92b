using FastAI.Vision;
using TorchSharp;
using Xunit;

namespace FastAI.Tests.Vision;

[NoTensorLeaks]
public sealed class ImageCodecTests
{
    [Theory]
    [InlineData(ImageMode.Rgb)]
    [InlineData(ImageMode.Gray)]
    public void Decoding_undoes_encoding(ImageMode mode)
    {
        var codec = new ImageCodec { Mode = mode };
        Image[] images = [.. Enumerable.Range(0, 3).Select(i => TestImages.Noise(7, 5, mode, seed: i))];
        using var batch = Encode(codec, images);

        var element = Assert.IsType<TensorImage>(batch.Inputs[0]);

        Assert.Equal([3L, mode == ImageMode.Rgb ? 3 : 1, 5, 7], element.Data.shape);
        Assert.Equal(torch.ScalarType.Byte, element.Data.dtype);
        for (var i = 0; i < 3; i++)
        {
            var decoded = codec.Decode([element], i);
            Assert.Equal((mode, images[i].Size), (decoded.Mode, decoded.Size));
            Assert.Equal(images[i].Pixels, decoded.Pixels);
        }
    }

    [Fact]
    public void Floats_from_0_to_1_decode_to_every_level_of_grey()
    {
        var image = Image.FromPixels([.. Enumerable.Range(0, 256).Select(level => (byte)level)], 256, 1, ImageMode.Gray);
        using var batch = Encode(new ImageCodec { Mode = ImageMode.Gray }, [image]);
        using var floats = new IntToFloatTensor().Encode((TensorImage)batch.Inputs[0]).Data;

        var decoded = new ImageCodec { Mode = ImageMode.Gray }.Decode([new TensorImage(floats)], 0);

        Assert.Equal(image.Pixels, decoded.Pixels);
    }

    [Fact]
    public void Images_of_two_sizes_are_refused_with_both_shapes()
    {
        using var builder = new ImageCodec().NewBatch(2);
        builder.Write(0, TestImages.Noise(8, 8));

        var error = Assert.Throws<ShapeMismatchException>(() => builder.Write(1, TestImages.Noise(8, 9)));

        Tokens.AssertIn(error.Message, "sample 1", "[3, 9, 8]", "[3, 8, 8]", "Resize(");
        Assert.Equal(1, error.Slot);
    }

    [Fact]
    public void Writing_allocates_nothing()
    {
        using var builder = new ImageCodec().NewBatch(64);
        var image = TestImages.Noise(8, 8);
        builder.Write(0, image);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var slot = 0; slot < 64; slot++) builder.Write(slot, image);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.InRange(allocated, 0, 64 * 64);
    }

    [Fact]
    public void A_batch_of_more_than_two_gigabytes_can_be_written()
    {
        if (GC.GetGCMemoryInfo().TotalAvailableMemoryBytes < 8L << 30) Assert.Skip("needs 8 GB of memory");
        var image = Image.FromPixels(new byte[10_000 * 10_000], 10_000, 10_000, ImageMode.Gray);
        var last = TestImages.Noise(10_000, 10_000, ImageMode.Gray);
        using var builder = new ImageCodec { Mode = ImageMode.Gray }.NewBatch(22);

        // Only what is written takes memory.
        builder.Write(0, image);
        builder.Write(21, last);

        List<TensorElement> elements = [];
        builder.Build(22, elements);
        using var data = elements[0].Data;
        using var row = data[21];
        Assert.Equal(last.Pixels[^3..], row.bytes[^3..]);
    }

    [Fact]
    public void Is_shown_as_a_picture_in_three_colours()
    {
        var canvas = new Canvas();

        new ImageCodec().Show(Image.FromPixels([9, 200], 2, 1, ImageMode.Gray), canvas);

        Assert.Equal([9, 9, 9, 200, 200, 200], canvas.Rgb);
    }

    private static Batch Encode(ImageCodec codec, Image[] images)
    {
        using var builder = codec.NewBatch(images.Length);
        for (var slot = 0; slot < images.Length; slot++) builder.Write(slot, images[slot]);
        List<TensorElement> elements = [];
        builder.Build(images.Length, elements);
        return new Batch(elements, [], [.. Enumerable.Range(0, images.Length)], Split.Train);
    }

    private sealed class Canvas : ICanvas
    {
        public byte[] Rgb { get; private set; } = [];

        public void Picture(ReadOnlySpan<byte> rgb, int width, int height) => Rgb = rgb.ToArray();

        public void Overlay(ReadOnlySpan<byte> rgba, int width, int height)
        {
        }

        public void Caption(string text)
        {
        }
    }
}
