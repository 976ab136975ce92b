namespace FastAI;

/// <summary>Rows of numbers as they are: features that were computed elsewhere, a window of a signal.</summary>
/// <param name="length">How many numbers each row has; null to take the length of the first training item's.</param>
/// <remarks>For a shape of more axes, or a type of your own, give <see cref="Block.Of{TSource, TValue}"/> a <see cref="FloatCodec{TValue}"/>.</remarks>
public sealed class VectorBlock(int? length = null) : Block<ReadOnlyMemory<float>, ReadOnlyMemory<float>>
{
    /// <inheritdoc />
    public override FittedBlock<ReadOnlyMemory<float>, ReadOnlyMemory<float>> Fit(BlockSources<ReadOnlyMemory<float>> sources)
        => new(row => row, new VectorCodec(length ?? sources.Sources[sources.Splits.Train[0]].Length));
}
