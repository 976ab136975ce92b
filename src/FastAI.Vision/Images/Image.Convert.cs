namespace FastAI.Vision;

public sealed partial class Image
{
    /// <summary>The image with other channels: grey by the weights of luma, three equal channels from one. The image itself where it is in that mode already.</summary>
    public Image Convert(ImageMode mode)
    {
        if (mode == Mode) return this;

        var pixels = Allocate(Size, mode);
        if (mode == ImageMode.Gray) PixelFormats.RgbToGray(_pixels, pixels);
        else PixelFormats.GrayToRgb(_pixels, pixels);
        return new(Size, mode, pixels);
    }
}
