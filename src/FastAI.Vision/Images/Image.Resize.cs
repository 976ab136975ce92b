namespace FastAI.Vision;

public sealed partial class Image
{
    /// <summary>The whole image at another size; Pillow's <c>resize((width, height))</c>. The aspect is not kept.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A side is less than 1, or the result is too large for an array.</exception>
    public Image Resize(int width, int height, Resampling resampling = Resampling.Bilinear) => Resize(new ImageSize(width, height), resampling);

    /// <inheritdoc cref="Resize(int, int, Resampling)"/>
    public Image Resize(ImageSize size, Resampling resampling = Resampling.Bilinear) =>
        size == Size ? this : Resize(size, new ImageBox(0, 0, Width, Height), resampling);

    /// <summary>
    /// A region of the image at another size; Pillow's <c>resize(size, resample, box)</c>. The filter reaches beyond the region where it lies inside
    /// of the image:
    /// to cut first and resize then, as fastai's transforms do, use <see cref="CropPad"/>.
    /// </summary>
    /// <param name="size">Size of the result.</param>
    /// <param name="box">The region; its edges may lie between pixels, inside of the image.</param>
    /// <param name="resampling">Bilinear for photos, nearest for masks.</param>
    /// <exception cref="ArgumentException">The box is empty or reaches out of the image, or the size is less than 1.</exception>
    public Image Resize(ImageSize size, ImageBox box, Resampling resampling = Resampling.Bilinear)
    {
        if (!(box.Left >= 0 && box.Top >= 0 && box.Right <= Width && box.Bottom <= Height && box.Left < box.Right && box.Top < box.Bottom))
        {
            throw new ArgumentException($"The box {box} must lie inside of the image of {Size} and have an area.", nameof(box));
        }

        var pixels = Allocate(size, Mode);
        Resample(WholeView, box, size, resampling, pixels);
        return new Image(size, Mode, pixels);
    }

    private PixelView WholeView => new(_pixels, Size, Channels, Width * Channels);

    private static void Resample(PixelView source, ImageBox box, ImageSize size, Resampling resampling, Span<byte> target)
    {
        switch (resampling)
        {
            case Resampling.Bilinear: BilinearResampler.Resize(source, box, size, target); break;
            case Resampling.Nearest: NearestResampler.Resize(source, box, size, target); break;
            default: throw new ArgumentOutOfRangeException(nameof(resampling), resampling, "A resampling is Bilinear or Nearest.");
        }
    }
}
