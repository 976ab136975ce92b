namespace FastAI.Parity;

/// <summary>Uses blocks and codecs without a data block around them.</summary>
internal static class Fitting
{
    /// <summary>Fits a block to training items, and validation items after them.</summary>
    public static FittedBlock<TSource, TValue> FitTo<TSource, TValue>(
        this Block<TSource, TValue> block, IReadOnlyList<TSource> train, IReadOnlyList<TSource>? valid = null)
        => block.Fit(new(
            [.. train, .. valid ?? []],
            new([.. Enumerable.Range(0, train.Count)], [.. Enumerable.Range(train.Count, valid?.Count ?? 0)]),
            index => $"item{index}.jpg"));

    /// <summary>Values as a batch, row by row, and what they are decoded to.</summary>
    public static (ParityTensor[] Rows, TValue[] Decoded) RoundTrip<TValue>(this Codec<TValue> codec, TValue[] values)
    {
        using var scope = TorchSharp.torch.NewDisposeScope();
        using var builder = codec.NewBatch(values.Length);
        for (var slot = 0; slot < values.Length; slot++) builder.Write(slot, values[slot]);
        List<TensorElement> built = [];
        builder.Build(values.Length, built);
        TensorElement[] batch = [.. built];
        return ([.. Enumerable.Range(0, values.Length).Select(row => ParityTensor.From(batch[0].Data[row]))],
                [.. Enumerable.Range(0, values.Length).Select(row => codec.Decode(batch, row))]);
    }
}
