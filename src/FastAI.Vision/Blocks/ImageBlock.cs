namespace FastAI.Vision;

/// <summary>An image, made from the path of its file.</summary>
/// <param name="mode">Three channels or one.</param>
/// <remarks>fastai's <c>ImageBlock</c>; <see cref="ImageMode.Gray"/> is its <c>ImageBlock(PILImageBW)</c>.</remarks>
public sealed class ImageBlock(ImageMode mode = ImageMode.Rgb) : Block<string, Image>
{
    /// <inheritdoc />
    public override IReadOnlyList<BatchTransform> BatchTransforms => [new IntToFloatTensor()];

    /// <inheritdoc />
    public override FittedBlock<string, Image> Fit(BlockSources<string> sources)
        => new(path => Image.Open(path, mode), new ImageCodec { Mode = mode }) { Probes = [new(typeof(Image), ReadShape, ImageCodec.OneSize)] };

    // Only the header is read. What is wrong with a file shows when it is read whole, under the rule for bad items.
    private string? ReadShape(string path)
    {
        try
        {
            return ImageCodec.Shape(Image.ChannelsOf(mode), Image.ReadSize(path));
        }
        catch (ImageException)
        {
            return null;
        }
    }
}
