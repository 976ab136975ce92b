namespace FastAI;

/// <summary>Two values as one; a batch of them is the elements of the first, then those of the second.</summary>
/// <param name="First">The codec of the first member.</param>
/// <param name="Second">The codec of the second member.</param>
/// <typeparam name="T1">The first member.</typeparam>
/// <typeparam name="T2">The second member, which may be a tuple itself.</typeparam>
public sealed record PairCodec<T1, T2>(Codec<T1> First, Codec<T2> Second) : Codec<(T1, T2)>, IPairCodec
{
    /// <inheritdoc />
    public override string Name => $"({First.Name}, {Second.Name})";

    /// <summary>The outputs of both members together.</summary>
    public override int Outputs => First.Outputs + Second.Outputs;

    /// <inheritdoc />
    public override int ElementCount => First.ElementCount + Second.ElementCount;

    /// <inheritdoc />
    public override BatchBuilder<(T1, T2)> NewBatch(int size) => new Builder(First.NewBatch(size), Second.NewBatch(size));

    /// <inheritdoc />
    public override (T1, T2) Decode(ReadOnlySpan<TensorElement> elements, int sample)
        => (First.Decode(elements[..First.ElementCount], sample), Second.Decode(elements[First.ElementCount..], sample));

    /// <summary>Reads one sample of a model's output, which has a tensor for each member; its scores are those of the first, then those of the second.</summary>
    /// <exception cref="InvalidOperationException">The loss does not give a tensor for each member.</exception>
    /// <inheritdoc />
    public override Prediction<(T1, T2)> ReadPrediction(Tensors activated, Tensors decoded, int sample)
    {
        if (activated.Count != ElementCount || decoded.Count != ElementCount)
            throw new InvalidOperationException(
                $"A prediction of {Name} is {ElementCount} tensors; the loss's Activation gives {activated.Count}, its Decode {decoded.Count}. " +
                "Let both give one tensor for each target, in their order.");

        var cut = First.ElementCount;
        var first = First.ReadPrediction(Part(activated, 0, cut), Part(decoded, 0, cut), sample);
        var second = Second.ReadPrediction(Part(activated, cut, ElementCount), Part(decoded, cut, ElementCount), sample);
        return new((first.Value, second.Value), null, [.. first.Scores, .. second.Scores]);
    }

    /// <inheritdoc />
    public override (T1, T2) Map((T1, T2) value, IElementMap map) => (First.Map(value.Item1, map), Second.Map(value.Item2, map));

    /// <inheritdoc />
    public override void Show((T1, T2) value, ICanvas canvas)
    {
        First.Show(value.Item1, canvas);
        Second.Show(value.Item2, canvas);
    }

    /// <inheritdoc />
    public override string Describe((T1, T2) value) => $"({First.Describe(value.Item1)}, {Second.Describe(value.Item2)})";

    Codec IPairCodec.First => First;

    Codec IPairCodec.Second => Second;

    Codec IPairCodec.TripleWith(Codec third) => third.TripleAfter(First, Second);

    private static Tensors Part(Tensors tensors, int start, int end) => Tensors.Of([.. Enumerable.Range(start, end - start).Select(index => tensors[index])]);

    private sealed class Builder(BatchBuilder<T1> first, BatchBuilder<T2> second) : BatchBuilder<(T1, T2)>
    {
        public override void Write(int slot, (T1, T2) value)
        {
            first.Write(slot, value.Item1);
            second.Write(slot, value.Item2);
        }

        public override void Build(int count, List<TensorElement> elements)
        {
            first.Build(count, elements);
            second.Build(count, elements);
        }

        public override void Dispose()
        {
            first.Dispose();
            second.Dispose();
        }
    }
}

/// <summary>A pair of codecs whose types are not known.</summary>
internal interface IPairCodec
{
    Codec First { get; }

    Codec Second { get; }

    Codec TripleWith(Codec third);
}
