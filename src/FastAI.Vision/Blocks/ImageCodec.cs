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

    private sealed class Builder(int size) : SingleTensorBuilder<Image>
    {
        private Image? _first;

        public override void Write(int slot, Image value)
        {
            _first ??= value;
            if (value.Size != _first.Size || value.Mode != _first.Mode)
                throw new ShapeMismatchException(slot, Shape(value), Shape(_first), "All images of a batch need one size: add Resize(224) to itemTfms.");

            Rows ??= torch.empty([size, value.Channels, value.Height, value.Width], dtype: torch.ScalarType.Byte);
            value.CopyPlanesTo(Rows.bytes[(slot * value.Pixels.Length)..]);
        }

        protected override TensorElement Finish(torch.Tensor? rows) => new TensorImage(rows ?? torch.empty([0, 3, 0, 0], dtype: torch.ScalarType.Byte));

        private static string Shape(Image image) => $"[{image.Channels}, {image.Height}, {image.Width}]";
    }
}
