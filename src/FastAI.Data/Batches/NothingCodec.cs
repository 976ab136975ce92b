namespace FastAI;

/// <summary>The target of unlabelled samples: it becomes no tensor.</summary>
internal sealed record NothingCodec<TValue> : Codec<TValue>
{
    public override int ElementCount => 0;

    public override BatchBuilder<TValue> NewBatch(int size) => new Builder();

    public override TValue Map(TValue value, IElementMap map) => value;

    public override TValue Decode(ReadOnlySpan<TensorElement> elements, int sample)
        => throw new InvalidOperationException("The samples are unlabelled: there is no target to decode.");

    public override string Describe(TValue value) => "no target";

    private sealed class Builder : BatchBuilder<TValue>
    {
        public override void Write(int slot, TValue value)
        {
        }

        public override void Build(int count, List<TensorElement> elements)
        {
        }

        public override void Dispose()
        {
        }
    }
}
