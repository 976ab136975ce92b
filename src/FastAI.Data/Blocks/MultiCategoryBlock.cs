namespace FastAI;

/// <summary>A target that is any number of classes; made from their names, of which there may be none.</summary>
/// <param name="vocabulary">The classes in their order; null to take those of the training items, sorted by code point.</param>
/// <param name="addNa">Whether there is a class <c>#na#</c> in front, number 0, which every unknown label belongs to.</param>
/// <remarks>
/// fastai's <c>MultiCategoryBlock</c>. A single text is no collection of labels, so a function that returns <c>"cat"</c> in place of <c>["cat"]</c> does not
/// compile; fastai takes it for the labels c, a and t. Its <c>add_na</c> does not let unknown labels in; here it does, as for <see cref="CategoryBlock"/>.
/// </remarks>
public sealed class MultiCategoryBlock(IReadOnlyList<string>? vocabulary = null, bool addNa = false) : Block<IReadOnlyCollection<string>, MultiCategory>
{
    /// <inheritdoc />
    /// <exception cref="DataException">A label is unknown, or no training item has any label.</exception>
    public override FittedBlock<IReadOnlyCollection<string>, MultiCategory> Fit(BlockSources<IReadOnlyCollection<string>> sources)
    {
        ArgumentNullException.ThrowIfNull(sources);
        var known = vocabulary ?? LabelVocabulary.Learn(sources.Splits.Train.SelectMany(index => sources.Sources[index]), sort: true);
        if (known.Count == 0)
            throw new DataException(
                $"None of the {sources.Splits.Train.Count} training items has a label, e.g. {sources.NameOf(sources.Splits.Train[0])}: there is nothing to learn. " +
                "Check the labelling function (getY), or give the vocabulary, MultiCategoryBlock(vocabulary: [...]).")
            { Stage = Name };

        var codec = new MultiCategoryCodec(addNa ? LabelVocabulary.WithMissing(known) : known) { AddNa = addNa };
        LabelVocabulary.ThrowIfUnknown(sources, labels => labels, codec.Classes, vocabulary is not null, Name);
        return new(codec.Find, codec);
    }
}
