namespace FastAI;

/// <summary>Two blocks as one; see <see cref="Block.Of{TSource1, TValue1, TSource2, TValue2}"/>.</summary>
internal sealed class PairBlock<TSource1, TValue1, TSource2, TValue2>(Block<TSource1, TValue1> first, Block<TSource2, TValue2> second)
    : Block<(TSource1, TSource2), (TValue1, TValue2)>
{
    public override string Name => $"({first.Name}, {second.Name})";

    public override IReadOnlyList<ItemTransform> ItemTransforms { get; } = Once(first.ItemTransforms, second.ItemTransforms);

    public override IReadOnlyList<BatchTransform> BatchTransforms { get; } = Once(first.BatchTransforms, second.BatchTransforms);

    public override FittedBlock<(TSource1, TSource2), (TValue1, TValue2)> Fit(BlockSources<(TSource1, TSource2)> sources)
    {
        var (one, two) = (first.Fit(sources.Select(source => source.Item1)), second.Fit(sources.Select(source => source.Item2)));
        return new(
            source => (one.Create(source.Item1), two.Create(source.Item2)),
            new PairCodec<TValue1, TValue2>(one.Codec, two.Codec))
        {
            Probes =
            [
                .. one.Probes.Select(probe => probe.Over(((TSource1, TSource2) source) => source.Item1)),
                .. two.Probes.Select(probe => probe.Over(((TSource1, TSource2) source) => source.Item2)),
            ],
        };
    }

    // A step works on every element of its type, whichever block brought it: two images need their conversion to floats once.
    private static TTransform[] Once<TTransform>(IReadOnlyList<TTransform> ofFirst, IReadOnlyList<TTransform> ofSecond) where TTransform : Transform
    {
        TTransform[] steps = [.. ofFirst.Union(ofSecond)];
        if (steps.GroupBy(step => step.GetType()).FirstOrDefault(group => group.Count() > 1) is { } differing)
            throw new ArgumentException(
                $"Two of the blocks bring {differing.Key.Name} with different settings, {string.Join(" and ", differing)}: a step works on every element of its " +
                "type, so it would run twice on each. Give both blocks the same settings.");
        return steps;
    }
}

/// <summary>Three blocks as one; see <see cref="Block"/>.</summary>
internal sealed class TripleBlock<TSource1, TValue1, TSource2, TValue2, TSource3, TValue3>(
    Block<TSource1, TValue1> first, Block<TSource2, TValue2> second, Block<TSource3, TValue3> third)
    : Block<(TSource1, TSource2, TSource3), (TValue1, TValue2, TValue3)>
{
    // Three are a pair whose first member is a pair, with the brackets taken away.
    private readonly Block<((TSource1, TSource2), TSource3), ((TValue1, TValue2), TValue3)> _nested = Block.Of(Block.Of(first, second), third);

    public override string Name => $"({first.Name}, {second.Name}, {third.Name})";

    public override IReadOnlyList<ItemTransform> ItemTransforms => _nested.ItemTransforms;

    public override IReadOnlyList<BatchTransform> BatchTransforms => _nested.BatchTransforms;

    public override FittedBlock<(TSource1, TSource2, TSource3), (TValue1, TValue2, TValue3)> Fit(BlockSources<(TSource1, TSource2, TSource3)> sources)
    {
        var fitted = _nested.Fit(sources.Select(source => ((source.Item1, source.Item2), source.Item3)));
        var codec = (PairCodec<(TValue1, TValue2), TValue3>)fitted.Codec;
        var pair = (PairCodec<TValue1, TValue2>)codec.First;
        return new(
            source =>
            {
                var ((a, b), c) = fitted.Create(((source.Item1, source.Item2), source.Item3));
                return (a, b, c);
            },
            new TripleCodec<TValue1, TValue2, TValue3>(pair.First, pair.Second, codec.Second))
        {
            Probes = [.. fitted.Probes.Select(probe => probe.Over(((TSource1, TSource2, TSource3) source) => ((source.Item1, source.Item2), source.Item3)))],
        };
    }
}

/// <summary>What a member of a tuple can learn from, and what can be told of it.</summary>
internal static class MemberSources
{
    public static ShapeProbe<TOuter> Over<TSource, TOuter>(this ShapeProbe<TSource> probe, Func<TOuter, TSource> member)
        => new(probe.Type, source => probe.ShapeOf(member(source)), probe.Fix);

    public static BlockSources<TMember> Select<TSource, TMember>(this BlockSources<TSource> sources, Func<TSource, TMember> member)
        => new(new Selected<TSource, TMember>(sources.Sources, member), sources.Splits, sources.NameOf);

    // Sources of inputs are made when asked for, so they are not copied.
    private sealed class Selected<TSource, TMember>(IReadOnlyList<TSource> sources, Func<TSource, TMember> member) : IReadOnlyList<TMember>
    {
        public TMember this[int index] => member(sources[index]);
        public int Count => sources.Count;
        public IEnumerator<TMember> GetEnumerator() => sources.Select(member).GetEnumerator();
        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
