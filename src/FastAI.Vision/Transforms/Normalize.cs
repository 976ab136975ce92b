using TorchSharp;

namespace FastAI.Vision;

/// <summary>Brings each channel of images to mean 0 and deviation 1: <c>(x - mean) / std</c>.</summary>
/// <remarks>
/// fastai's <c>Normalize</c>. Without statistics it takes those of the first training batch: per channel the mean, and the sample standard deviation plus 1e-7.
/// </remarks>
public sealed record Normalize : BatchTransform, IEncodes<TensorImage>, IDecodes<TensorImage>
{
    /// <summary>Statistics of ImageNet, for weights that were trained on it.</summary>
    public static Normalize ImageNet => new() { Mean = [0.485f, 0.456f, 0.406f], Std = [0.229f, 0.224f, 0.225f] };

    /// <summary>The mean of each channel; null to learn it.</summary>
    public IReadOnlyList<float>? Mean { get; init; }

    /// <summary>The standard deviation of each channel, above 0; null to learn it.</summary>
    public IReadOnlyList<float>? Std
    {
        get;
        init => field = value is null || value.All(std => std > 0)
            ? value : throw new ArgumentOutOfRangeException(nameof(Std), value, $"Std is {string.Join(", ", value)}, and has to be above 0 for each channel.");
    }

    /// <inheritdoc />
    public override int Order => 99;

    /// <inheritdoc />
    public override bool NeedsSetUp => Mean is null || Std is null;

    /// <inheritdoc />
    public override BatchTransform SetUp(Batch first)
    {
        ArgumentNullException.ThrowIfNull(first);
        if (first.Inputs.OfType<TensorImage>().FirstOrDefault() is not { } images)
            throw new InvalidOperationException("Normalize has no images to learn its statistics from: give Mean and Std, or leave it out.");

        using var scope = torch.NewDisposeScope();
        var numbers = images.Data.to(torch.ScalarType.Float32);
        if (numbers.numel() < 2 * numbers.shape[1]) throw NoStatistics(images);

        var mean = Mean ?? [.. numbers.mean([0, 2, 3]).cpu().data<float>()];
        var std = Std ?? [.. (numbers.std([0, 2, 3], unbiased: true).cpu() + 1e-7f).data<float>()];
        return mean.Concat(std).All(float.IsFinite) ? this with { Mean = mean, Std = std } : throw NoStatistics(images);
    }

    private static InvalidOperationException NoStatistics(TensorImage images) => new(
        $"Normalize cannot learn its statistics from the first training batch, [{string.Join(", ", images.Data.shape)}]: " +
        "a channel's mean or deviation is not a finite number. A deviation needs at least two pixels, and none of them NaN. Give Mean and Std.");

    /// <inheritdoc />
    public TensorImage Encode(TensorImage value)
    {
        ArgumentNullException.ThrowIfNull(value);
        using var scope = torch.NewDisposeScope();
        var (mean, std) = Statistics(value.Data);
        return new(value.Data.sub(mean).div_(std).MoveToOuterDisposeScope());
    }

    /// <inheritdoc />
    public TensorImage Decode(TensorImage value)
    {
        ArgumentNullException.ThrowIfNull(value);
        using var scope = torch.NewDisposeScope();
        var (mean, std) = Statistics(value.Data);
        return new(value.Data.mul(std).add_(mean).MoveToOuterDisposeScope());
    }

    private (torch.Tensor Mean, torch.Tensor Std) Statistics(torch.Tensor images)
    {
        if (Mean is null || Std is null)
            throw new InvalidOperationException("Normalize has no statistics yet: it learns them when loaders are made. Give Mean and Std to use it alone.");
        if (Mean.Count != Std.Count || (images.shape[1] != Mean.Count && Mean.Count != 1))
            throw new ArgumentException(
                $"Normalize has statistics of {(Mean.Count == Std.Count ? "" : $"{Mean.Count} and ")}{Std.Count} channels, " +
                $"and the images have {images.shape[1]} ([{string.Join(", ", images.shape)}]). Give as many as there are channels, or one for all.");

        torch.Tensor PerChannel(IReadOnlyList<float> values) => torch.tensor([.. values], [1, values.Count, 1, 1], device: images.device);
        return (PerChannel(Mean), PerChannel(Std));
    }
}
