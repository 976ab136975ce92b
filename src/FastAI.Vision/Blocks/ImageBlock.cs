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
        => new(path => Image.Open(path, mode), new ImageCodec { Mode = mode }) { Probe = ReadShape };

    // Only the header is read. What is wrong with a file shows when it is read whole, under the rule for bad items.
    private IReadOnlyList<ValueShape> ReadShape(string path)
    {
        try
        {
            var size = Image.ReadSize(path);
            return [new(typeof(Image), ImageCodec.Shape(Image.ChannelsOf(mode), size), ImageCodec.OneSize)];
        }
        catch (ImageException)
        {
            return [];
        }
    }
}
