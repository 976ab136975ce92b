namespace FastAI.Tests.Blocks;

/// <summary>Fits blocks without a data block around them.</summary>
internal static class Fitting
{
    /// <summary>Fits a block to training items, and validation items after them.</summary>
    public static FittedBlock<TSource, TValue> FitTo<TSource, TValue>(
        this Block<TSource, TValue> block, IReadOnlyList<TSource> train, IReadOnlyList<TSource>? valid = null)
        => block.Fit(new(
            [.. train, .. valid ?? []],
            new([.. Enumerable.Range(0, train.Count)], [.. Enumerable.Range(train.Count, valid?.Count ?? 0)]),
            index => $"item{index}.jpg"));

    /// <summary>The elements of a batch of some values; the caller disposes them.</summary>
    public static List<TensorElement> Batch<TValue>(this Codec<TValue> codec, params IReadOnlyList<TValue> values)
    {
        using var builder = codec.NewBatch(values.Count);
        for (var slot = 0; slot < values.Count; slot++) builder.Write(slot, values[slot]);
        List<TensorElement> elements = [];
        builder.Build(values.Count, elements);
        return elements;
    }
}
