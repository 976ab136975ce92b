namespace FastAI.Vision;

/// <summary>The ends of a range of values, as a <see cref="SigmoidRange"/> takes them.</summary>
/// <param name="Low">The lower end.</param>
/// <param name="High">The upper end.</param>
public readonly record struct ValueRange(double Low, double High);

/// <summary>The settings of a <see cref="VisionHead"/>: the arguments of fastai's <c>create_head</c>.</summary>
public sealed record HeadOptions
{
    /// <summary>Widths between the features and the outputs (<c>lin_ftrs</c>); one of 512 by default.</summary>
    public IReadOnlyList<long> Widths { get; init; } = [512];

    /// <summary>
    /// Dropout before each linear layer (<c>ps</c>). A single number p is p before the last one and p/2 before the others; 0 leaves dropout out.
    /// </summary>
    public IReadOnlyList<double> Dropouts { get; init; } = [0.5];

    /// <summary>Pool and flatten first.</summary>
    public bool Pool { get; init; } = true;

    /// <summary>Pool by maximum and mean side by side, which doubles the features; otherwise by mean.</summary>
    public bool ConcatPool { get; init; } = true;

    /// <summary>Batch norm before the first linear layer (<c>first_bn</c>).</summary>
    public bool FirstNorm { get; init; } = true;

    /// <summary>A batch norm of momentum 0.01 at the end (<c>bn_final</c>).</summary>
    public bool FinalNorm { get; init; }

    /// <summary>Linear layer and ReLU before norm and dropout (<c>lin_first</c>).</summary>
    public bool LinearFirst { get; init; }

    /// <summary>Outputs squeezed into a range by a sigmoid (<c>y_range</c>).</summary>
    public ValueRange? Range { get; init; }
}
