using TorchSharp;

namespace FastAI.Vision;

/// <summary>Images; a batch of them is one <see cref="TensorImage"/>, written pixel by pixel into the batch's own memory.</summary>
public sealed record ImageCodec : Codec<Image>
{
    /// <summary>Three channels or one.</summary>
    public ImageMode Mode { get; init; } = ImageMode.Rgb;

    /// <inheritdoc />
    public override BatchBuilder<Image> NewBatch(int size) => new Builder(size);

    /// <inheritdoc />
    public override Image Decode(ReadOnlySpan<TensorElement> elements, int sample)
    {
        using var scope = torch.NewDisposeScope();
        var pixels = elements[0].Data[sample];
        if (pixels.dtype != torch.ScalarType.Byte) pixels = IntToFloatTensor.ToBytes(pixels);
        pixels = pixels.permute(1, 2, 0).contiguous().cpu();
        var (height, width, channels) = ((int)pixels.shape[0], (int)pixels.shape[1], pixels.shape[2]);
        return Image.FromPixels(pixels.bytes, width, height, channels == 1 ? ImageMode.Gray : ImageMode.Rgb);
    }

    /// <inheritdoc />
    public override string Describe(Image value) => value?.ToString() ?? "null";

    /// <inheritdoc />
    public override void Show(Image value, ICanvas canvas)
    {
        ArgumentNullException.ThrowIfNull(value);
        var rgb = value.Convert(ImageMode.Rgb);
        canvas.Picture(rgb.Pixels, rgb.Width, rgb.Height);
    }

    internal const string OneSize = "All images of a batch need one size: add Resize(224) to itemTfms.";

    internal static string Shape(int channels, ImageSize size) => $"[{channels}, {size.Height}, {size.Width}]";

    private sealed class Builder(int size) : SingleTensorBuilder<Image>
    {
        private Image? _first;

        public override void Write(int slot, Image value)
        {
            _first ??= value;
            if (value.Size != _first.Size || value.Mode != _first.Mode)
                throw new ShapeMismatchException(slot, Shape(value.Channels, value.Size), Shape(_first.Channels, _first.Size), OneSize);

            Rows ??= torch.empty([size, value.Channels, value.Height, value.Width], dtype: torch.ScalarType.Byte);
            if ((long)size * value.Pixels.Length <= int.MaxValue)
            {
                value.CopyPlanesTo(Rows.bytes[(slot * value.Pixels.Length)..]);
                return;
            }

            // A span over all of it would be too long.
            using var row = Rows[slot];
            value.CopyPlanesTo(row.bytes);
        }

        protected override TensorElement Finish(torch.Tensor? rows) => new TensorImage(rows ?? torch.empty([0, 3, 0, 0], dtype: torch.ScalarType.Byte));
    }
}
