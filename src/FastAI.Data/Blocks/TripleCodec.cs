namespace FastAI;

/// <summary>Three values as one; a batch of them is the elements of each, in order.</summary>
/// <param name="First">The codec of the first member.</param>
/// <param name="Second">The codec of the second member.</param>
/// <param name="Third">The codec of the third member.</param>
/// <typeparam name="T1">The first member.</typeparam>
/// <typeparam name="T2">The second member.</typeparam>
/// <typeparam name="T3">The third member.</typeparam>
public sealed record TripleCodec<T1, T2, T3>(Codec<T1> First, Codec<T2> Second, Codec<T3> Third) : Codec<(T1, T2, T3)>, ITripleCodec
{
    private readonly PairCodec<(T1, T2), T3> _nested = new(new PairCodec<T1, T2>(First, Second), Third);

    /// <inheritdoc />
    public override string Name => $"({First.Name}, {Second.Name}, {Third.Name})";

    /// <summary>The outputs of all members together.</summary>
    public override int Outputs => _nested.Outputs;

    /// <inheritdoc />
    public override int ElementCount => _nested.ElementCount;

    /// <inheritdoc />
    public override BatchBuilder<(T1, T2, T3)> NewBatch(int size) => new Builder(_nested.NewBatch(size));

    /// <inheritdoc />
    public override (T1, T2, T3) Decode(ReadOnlySpan<TensorElement> elements, int sample) => Flat(_nested.Decode(elements, sample));

    /// <inheritdoc cref="PairCodec{T1, T2}.ReadPrediction" />
    public override Prediction<(T1, T2, T3)> ReadPrediction(Tensors activated, Tensors decoded, int sample)
    {
        var prediction = _nested.ReadPrediction(activated, decoded, sample);
        return new(Flat(prediction.Value), prediction.Probability, prediction.Scores);
    }

    /// <inheritdoc />
    public override (T1, T2, T3) Map((T1, T2, T3) value, IElementMap map) => Flat(_nested.Map(Nested(value), map));

    /// <inheritdoc />
    public override void Show((T1, T2, T3) value, ICanvas canvas) => _nested.Show(Nested(value), canvas);

    /// <inheritdoc />
    public override string Describe((T1, T2, T3) value)
        => $"({First.Describe(value.Item1)}, {Second.Describe(value.Item2)}, {Third.Describe(value.Item3)})";

    Codec ITripleCodec.First => First;

    Codec ITripleCodec.Second => Second;

    Codec ITripleCodec.Third => Third;

    private static (T1, T2, T3) Flat(((T1, T2), T3) value) => (value.Item1.Item1, value.Item1.Item2, value.Item2);

    private static ((T1, T2), T3) Nested((T1, T2, T3) value) => ((value.Item1, value.Item2), value.Item3);

    private sealed class Builder(BatchBuilder<((T1, T2), T3)> nested) : BatchBuilder<(T1, T2, T3)>
    {
        public override void Write(int slot, (T1, T2, T3) value) => nested.Write(slot, Nested(value));

        public override void Build(int count, List<TensorElement> elements) => nested.Build(count, elements);

        public override void Dispose() => nested.Dispose();
    }
}

/// <summary>Three codecs whose types are not known.</summary>
internal interface ITripleCodec
{
    Codec First { get; }

    Codec Second { get; }

    Codec Third { get; }
}
