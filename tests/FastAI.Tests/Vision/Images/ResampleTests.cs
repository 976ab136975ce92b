using FastAI.Vision;
using Xunit;

namespace FastAI.Tests.Vision;

public class ResampleTests
{
    public static TheoryData<int, int, int, int, ImageMode> Sizes
    {
        get
        {
            var data = new TheoryData<int, int, int, int, ImageMode>();
            foreach (var (w, h, nw, nh) in new[]
            {
                (500, 375, 224, 224), (224, 224, 128, 128), (37, 41, 128, 99), (64, 64, 64, 10), (64, 64, 10, 64), (1, 1, 5, 7), (2, 300, 3, 4),
                (300, 2, 4, 3), (97, 13, 1, 1), (1000, 3, 7, 3), (33, 34, 32, 35), (11, 5, 11, 12), (12, 9, 13, 9),
            })
            {
                data.Add(w, h, nw, nh, ImageMode.Rgb);
                data.Add(w, h, nw, nh, ImageMode.Gray);
            }

            return data;
        }
    }

    [Theory, MemberData(nameof(Sizes))]
    public void Vectors_give_the_same_bits_as_plain_code(int width, int height, int newWidth, int newHeight, ImageMode mode)
    {
        var image = TestImages.Noise(width, height, mode, seed: width + newHeight);
        var size = new ImageSize(newWidth, newHeight);
        var box = new ImageBox(0.3f * (width - 1), 0, width, height - (0.2f * (height - 1)));

        BilinearResampler.WithoutVectors = true;
        var (plain, plainBox) = (image.Resize(size), image.Resize(size, box));
        BilinearResampler.WithoutVectors = false;

        Assert.Equal(plain.Pixels, image.Resize(size).Pixels);
        Assert.Equal(plainBox.Pixels, image.Resize(size, box).Pixels);
    }

    [Fact]
    public void A_crop_that_is_resized_does_not_look_beyond_its_edge()
    {
        var image = TestImages.Noise(40, 30);
        var rect = new ImageRect(7, 5, 20, 21);

        var atOnce = image.CropPad(rect, resizeTo: new ImageSize(9, 8));

        Assert.Equal(image.Crop(rect).Resize(9, 8).Pixels, atOnce.Pixels);
        Assert.NotEqual(image.Resize(new ImageSize(9, 8), ImageBox.From(rect)).Pixels.ToArray(), atOnce.Pixels.ToArray());
    }

    [Fact]
    public void A_plain_surface_keeps_its_value_at_every_size()
    {
        var white = Image.FromPixels(Enumerable.Repeat((byte)255, 31 * 17 * 3).ToArray(), 31, 17);

        foreach (var side in new[] { 1, 2, 16, 31, 64, 333 }) Assert.DoesNotContain(white.Resize(side, side).Pixels.ToArray(), b => b != 255);
    }

    [Fact]
    public void The_same_size_gives_the_same_image() => Assert.Same(Image, Image.Resize(Image.Size));

    [Fact]
    public void A_mask_takes_the_nearest_pixel_and_mixes_nothing()
    {
        var mask = Image.FromPixels([0, 10, 20, 30], 4, 1, ImageMode.Gray);

        Assert.Equal([0, 0, 10, 10, 20, 20, 30, 30], mask.Resize(8, 1, Resampling.Nearest).Pixels.ToArray());
        Assert.Equal([10, 30], mask.Resize(2, 1, Resampling.Nearest).Pixels.ToArray());
    }

    [Theory]
    [InlineData(PadMode.Zeros, new byte[] { 0, 0, 0, 0, 0, 1, 2, 3, 0, 0, 0, 0, 0 })]
    [InlineData(PadMode.Border, new byte[] { 1, 1, 1, 1, 1, 1, 2, 3, 3, 3, 3, 3, 3 })]
    [InlineData(PadMode.Reflection, new byte[] { 2, 1, 2, 3, 2, 1, 2, 3, 2, 1, 2, 3, 2 })]
    public void Padding_beyond_one_width_goes_on(PadMode mode, byte[] expected)
    {
        var image = Image.FromPixels([1, 2, 3], 3, 1, ImageMode.Gray);

        Assert.Equal(expected, image.Pad(5, 0, 5, 0, mode).Pixels);
    }

    [Fact]
    public void A_rectangle_outside_is_an_error_that_names_it()
    {
        var error = Assert.Throws<ArgumentException>(() => Image.CropPad(new ImageRect(40, 0, 5, 5)));

        Assert.Contains("(40, 0, 5x5)", error.Message, StringComparison.Ordinal);
        Assert.Contains("6x4", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Image.Crop(new ImageRect(0, 0, 7, 1)));
        Assert.Throws<ArgumentException>(() => Image.Resize(new ImageSize(2, 2), new ImageBox(0, 0, 6.5f, 4)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Image.Resize(0, 3));
    }

    [Fact]
    public void Each_dihedral_is_undone_by_its_inverse()
    {
        for (var k = 0; k < 8; k++) Assert.Equal(Image.Pixels, Image.Dihedral(k).Dihedral(DihedralMap.Inverse(k)).Pixels);
    }

    [Fact]
    public void Resizing_allocates_nothing_but_the_result()
    {
        var image = TestImages.Noise(400, 300);
        for (var i = 0; i < 3; i++) _ = image.Resize(224, 224);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var result = image.CropPad(new ImageRect(50, 0, 300, 300), resizeTo: ImageSize.Square(224));
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.InRange(allocated, result.Pixels.Length, result.Pixels.Length + 200);
    }

    [Theory]
    [InlineData(ImageMode.Rgb, 100)]
    [InlineData(ImageMode.Rgb, 7)]
    [InlineData(ImageMode.Gray, 9)]
    public void Planes_hold_one_channel_each(ImageMode mode, int width)
    {
        var image = TestImages.Noise(width, 3, mode);
        var planes = new byte[image.Pixels.Length];

        image.CopyPlanesTo(planes);

        for (var i = 0; i < planes.Length; i++) Assert.Equal(image.Pixels[(i % (width * 3) * image.Channels) + (i / (width * 3))], planes[i]);
    }

    private static Image Image { get; } = TestImages.Noise(6, 4);
}
