namespace FastAI;

/// <summary>Rows of <paramref name="Length"/> floats, copied from where they lie; a batch of them is one <see cref="PlainTensor"/>, <c>[batch, length]</c>.</summary>
/// <param name="Length">How many floats each value has.</param>
/// <remarks>Writing a sample allocates nothing: a value is a view of memory that is yours, e.g. of a large array that holds all rows.</remarks>
public sealed record VectorCodec(int Length) : FloatCodec<ReadOnlyMemory<float>>
{
    /// <summary>How many floats each value has.</summary>
    public int Length { get; init => field = Check.AtLeast(value, 1); } = Length;

    /// <inheritdoc />
    public override TargetKind Kind => TargetKind.Number;

    /// <inheritdoc />
    public override int Outputs => Length;

    /// <inheritdoc />
    protected override IReadOnlyList<long> Shape => [Length];

    /// <inheritdoc />
    public override string Describe(ReadOnlyMemory<float> value) => $"Vector of {value.Length}";

    /// <inheritdoc />
    public override void Show(ReadOnlyMemory<float> value, ICanvas canvas)
    {
        ArgumentNullException.ThrowIfNull(canvas);
        canvas.Caption(new Numbers(value.Span).ToString());
    }

    /// <inheritdoc />
    protected override void Write(ReadOnlyMemory<float> value, Span<float> row)
    {
        if (value.Length != row.Length)
            throw new ArgumentException($"The vector has {value.Length} numbers, and each of this data has {row.Length}: give every item as many.");
        value.Span.CopyTo(row);
    }

    /// <inheritdoc />
    protected override ReadOnlyMemory<float> Read(ReadOnlySpan<float> row) => row.ToArray();
}
