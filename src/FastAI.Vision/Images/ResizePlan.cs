namespace FastAI.Vision;

/// <summary>What <see cref="ResizeGeometry"/> decided: cut out (or pad to) a box, then resize it.</summary>
/// <param name="Box">The rectangle of the image; it may reach out of it.</param>
/// <param name="Target">The size that the box is brought to.</param>
public readonly record struct ResizePlan(ImageRect Box, ImageSize Target)
{
    /// <summary>Does it: <see cref="Image.CropPad"/> with this box and size.</summary>
    public Image Apply(Image image, PadMode padMode = PadMode.Reflection, Resampling resampling = Resampling.Bilinear)
    {
        ArgumentNullException.ThrowIfNull(image);
        return image.CropPad(Box, padMode, Target, resampling);
    }
}
