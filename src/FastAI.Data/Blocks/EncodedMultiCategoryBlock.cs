namespace FastAI;

/// <summary>A target that is any number of classes; made from a flag for each class, as tables with a column a class have them.</summary>
/// <param name="vocabulary">The classes, in the order of the flags.</param>
/// <remarks>fastai's <c>MultiCategoryBlock(encoded=True, vocab=…)</c>. <see cref="Row.Flags"/> reads the flags of a row.</remarks>
public sealed class EncodedMultiCategoryBlock(IReadOnlyList<string> vocabulary) : Block<IReadOnlyList<bool>, MultiCategory>
{
    private readonly MultiCategoryCodec _codec = new(vocabulary);

    /// <inheritdoc />
    /// <exception cref="DataException">An item has more or fewer flags than there are classes.</exception>
    public override FittedBlock<IReadOnlyList<bool>, MultiCategory> Fit(BlockSources<IReadOnlyList<bool>> sources)
    {
        ArgumentNullException.ThrowIfNull(sources);
        foreach (var index in sources.Splits.Train.Concat(sources.Splits.Valid))
            if (sources.Sources[index].Count != _codec.Outputs)
                throw new DataException(
                    $"Item {index}, {sources.NameOf(index)}, has {sources.Sources[index].Count} flags, and the vocabulary {_codec.Outputs} classes: " +
                    $"{string.Join(", ", _codec.Vocabulary)}. Give one flag for each class, in that order.")
                { Item = sources.NameOf(index), Index = index, Stage = Name };

        return new(_codec.Find, _codec);
    }
}
