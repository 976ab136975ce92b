using TorchSharp;

namespace FastAI.Vision;

/// <summary>Turns the bytes of images into floats from 0 to 1.</summary>
/// <remarks>fastai's <c>IntToFloatTensor</c>; it divides a float image in place, here the argument stays as it is.</remarks>
public sealed record IntToFloatTensor : BatchTransform, IEncodes<TensorImage>, IDecodes<TensorImage>
{
    /// <summary>What pixels are divided by.</summary>
    public double Div { get; init => field = Check.Positive(value); } = 255;

    /// <inheritdoc />
    public override int Order => 10;

    /// <inheritdoc />
    public TensorImage Encode(TensorImage value)
    {
        ArgumentNullException.ThrowIfNull(value);
        using var scope = torch.NewDisposeScope();
        return new(value.Data.to_type(torch.ScalarType.Float32, copy: true).div_(Div).MoveToOuterDisposeScope());
    }

    /// <inheritdoc />
    public TensorImage Decode(TensorImage value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new(ToBytes(value.Data, Div));
    }

    // Clamped, scaled, and truncated: as the reference does it.
    internal static torch.Tensor ToBytes(torch.Tensor image, double div = 255)
    {
        using var scope = torch.NewDisposeScope();
        return image.clamp(0, 1).mul_(div).to(torch.ScalarType.Byte).MoveToOuterDisposeScope();
    }
}
