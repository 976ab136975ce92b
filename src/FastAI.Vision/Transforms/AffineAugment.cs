using TorchSharp;
using static TorchSharp.torch.nn;

namespace FastAI.Vision;

/// <summary>Moves the images of a batch, each in its own way, by one resampling for all steps; training only, but for a change of size.</summary>
/// <remarks>
/// fastai's <c>AffineCoordTfm</c> as <c>setup_aug_tfms</c> merges it: matrices are multiplied in the order of the steps, then sampled. Where the result is much
/// smaller than the source, areas are averaged before.
/// </remarks>
public sealed record AffineAugment : RandomBatchTransform<IReadOnlyList<PlaneMoves>>, IEncodes<TensorImage, IReadOnlyList<PlaneMoves>>
{
    /// <summary>The steps, in their order.</summary>
    public IReadOnlyList<AffineStep> Steps { get; init; } = [];

    /// <summary>Size of the result, in validation too; null to keep the size.</summary>
    public ImageSize? Size
    {
        get;
        init => field = value is { Width: < 1 } or { Height: < 1 }
            ? throw new ArgumentOutOfRangeException(nameof(Size), value, $"Size is {value}, and both sides have to be at least 1.") : value;
    }

    /// <summary>What lies beyond the edges.</summary>
    public PadMode PadMode { get; init; } = PadMode.Reflection;

    /// <inheritdoc />
    public override string Name => Steps.Count == 0 ? nameof(AffineAugment) : string.Join("+", Steps.Select(step => step.GetType().Name.Replace("Step", "", StringComparison.Ordinal)));

    /// <inheritdoc />
    public override int Order => 30;

    /// <inheritdoc />
    public override bool RunsOn(Split split) => split == Split.Train || Size is not null;

    /// <inheritdoc />
    protected override IReadOnlyList<PlaneMoves> Draw(BatchContext batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var moves = new PlaneMoves[batch.Size];
        for (var sample = 0; sample < moves.Length; sample++)
        {
            var random = batch.RandomOf(sample);
            var matrix = PlaneMatrix.Identity;
            if (batch.Split == Split.Train)
                foreach (var step in Steps) matrix *= step.Draw(ref random);
            moves[sample] = new(matrix);
        }

        return moves;
    }

    /// <inheritdoc />
    public TensorImage Encode(TensorImage value, IReadOnlyList<PlaneMoves> draw)
    {
        ArgumentNullException.ThrowIfNull(value);
        ArgumentNullException.ThrowIfNull(draw);
        using var scope = torch.NewDisposeScope();
        var images = value.Data;
        var (height, width) = (images.shape[2], images.shape[3]);
        var theta = Matrices([.. draw.Select(moves => moves.Matrix)], (double)height / width, images.device);
        var grid = Grid(theta, Size?.Height ?? height, Size?.Width ?? width);
        return new(GridSample(images, grid).MoveToOuterDisposeScope());
    }

    /// <summary>Matrices as sampling takes them, <c>[batch, 2, 3]</c>.</summary>
    internal static torch.Tensor Matrices(IReadOnlyList<PlaneMatrix> matrices, double heightOverWidth, torch.Device device)
    {
        var numbers = new float[matrices.Count * 6];
        for (var i = 0; i < matrices.Count; i++)
        {
            var m = matrices[i].ForAspect(heightOverWidth);
            ReadOnlySpan<float> row = [(float)m.Xx, (float)m.Xy, (float)m.X0, (float)m.Yx, (float)m.Yy, (float)m.Y0];
            row.CopyTo(numbers.AsSpan(6 * i));
        }

        return torch.tensor(numbers, [matrices.Count, 2, 3], device: device);
    }

    /// <summary>The places in the source of each pixel of the result, <c>[batch, height, width, 2]</c>.</summary>
    /// <remarks>PyTorch's <c>affine_grid</c> with aligned corners, by broadcasting: its product of a tall and a tiny matrix takes ten times as long on a CPU.</remarks>
    private static torch.Tensor Grid(torch.Tensor theta, long height, long width)
    {
        var x = torch.linspace(-1, 1, width, device: theta.device).reshape(1, 1, width, 1);
        var y = torch.linspace(-1, 1, height, device: theta.device).reshape(1, height, 1, 1);
        torch.Tensor Column(int i) => theta.select(2, i).reshape(-1, 1, 1, 2);
        return torch.addcmul(torch.addcmul(Column(2), y, Column(1), 1), x, Column(0), 1);
    }

    private torch.Tensor GridSample(torch.Tensor images, torch.Tensor grid)
    {
        // Half the size of a step in the source, in pixels; above 1 a bilinear look-up would pass pixels over. fastai divides the height by the result's width, and
        // the width by the two of a place's coordinates, which is the same for square images and results; the pixels are to be the same for all.
        var step = Math.Min((double)images.shape[2] / grid.shape[2], (double)images.shape[3] / grid.shape[3]) / 2;
        if (step > 1 && step > 2 / (grid.max() - grid.min()).item<float>())
            images = functional.adaptive_avg_pool2d(images, [(long)(images.shape[2] * (1 / step)), (long)(images.shape[3] * (1 / step))]);

        var padding = PadMode switch
        {
            PadMode.Zeros => torch.GridSamplePaddingMode.Zeros,
            PadMode.Border => torch.GridSamplePaddingMode.Border,
            _ => torch.GridSamplePaddingMode.Reflection,
        };
        return functional.grid_sample(images, grid, torch.GridSampleMode.Bilinear, padding, align_corners: true);
    }
}

/// <summary>How one sample is moved.</summary>
public readonly struct PlaneMoves
{
    internal PlaneMoves(PlaneMatrix matrix) => Matrix = matrix;

    internal PlaneMatrix Matrix { get; }
}
