namespace FastAI;

/// <summary>Single numbers; a batch of them is one <see cref="TensorNumber"/>, <c>[batch]</c>.</summary>
public sealed record NumberCodec : FloatCodec<Number>
{
    /// <inheritdoc />
    public override TargetKind Kind => TargetKind.Number;

    /// <inheritdoc />
    public override int Outputs => 1;

    /// <inheritdoc />
    protected override IReadOnlyList<long> Shape => [];

    /// <inheritdoc />
    public override string Describe(Number value) => $"Number {value}";

    /// <inheritdoc />
    protected override void Write(Number value, Span<float> row) => row[0] = value.Value;

    /// <inheritdoc />
    protected override Number Read(ReadOnlySpan<float> row) => new(row[0]);

    /// <inheritdoc />
    protected override TensorElement Element(TorchSharp.torch.Tensor rows) => new TensorNumber(rows);
}

/// <summary>Several numbers at once; a batch of them is one <see cref="TensorNumber"/>, <c>[batch, count]</c>.</summary>
/// <param name="Count">How many numbers a value has.</param>
public sealed record NumbersCodec(int Count) : FloatCodec<Numbers>
{
    /// <summary>How many numbers a value has.</summary>
    public int Count { get; init => field = Check.AtLeast(value, 1); } = Count;

    /// <inheritdoc />
    public override TargetKind Kind => TargetKind.Number;

    /// <inheritdoc />
    public override int Outputs => Count;

    /// <inheritdoc />
    protected override IReadOnlyList<long> Shape => [Count];

    /// <inheritdoc />
    public override string Describe(Numbers value) => $"{Count} numbers {value}";

    /// <inheritdoc />
    protected override void Write(Numbers value, Span<float> row) => value.Span.CopyTo(row);

    /// <inheritdoc />
    protected override Numbers Read(ReadOnlySpan<float> row) => new(row);

    /// <inheritdoc />
    protected override TensorElement Element(TorchSharp.torch.Tensor rows) => new TensorNumber(rows);
}
