namespace FastAI;

/// <summary>A target that is one class of several; made from the class's name.</summary>
/// <param name="vocabulary">The classes in their order; null to take those of the training items.</param>
/// <param name="sort">Whether classes that are learnt are sorted, by code point; otherwise they come in the order of the items.</param>
/// <param name="addNa">Whether there is a class <c>#na#</c> in front, number 0, which every unknown label belongs to.</param>
/// <remarks>fastai's <c>CategoryBlock</c>. A vocabulary given is kept in its order, which fastai sorts unless told not to.</remarks>
public sealed class CategoryBlock(IReadOnlyList<string>? vocabulary = null, bool sort = true, bool addNa = false)
    : CategoryBlock<string>(vocabulary, sort, addNa);

/// <summary>A target that is one class of several; made from a label that is not a text: <c>new CategoryBlock&lt;int&gt;()</c>.</summary>
/// <param name="vocabulary">The classes in their order; null to take those of the training items.</param>
/// <param name="sort">Whether classes that are learnt are sorted: numbers by value, so that 10 comes after 9. Otherwise they come in the order of the items.</param>
/// <param name="addNa">Whether there is a class <c>#na#</c> in front, number 0, which every unknown label belongs to, also one that is not a number.</param>
/// <typeparam name="TLabel">What a label is: a whole number, an enumeration, ….</typeparam>
/// <remarks>The classes' names are the labels as text, as in fastai when it decodes.</remarks>
public class CategoryBlock<TLabel>(IReadOnlyList<TLabel>? vocabulary = null, bool sort = true, bool addNa = false) : Block<TLabel, Category>
    where TLabel : notnull, IComparable
{
    /// <inheritdoc />
    public override string Name => nameof(CategoryBlock);

    /// <inheritdoc />
    /// <exception cref="DataException">A label is unknown: a validation item has one that no training item has, or the vocabulary given does not hold it; or all items have one label.</exception>
    public override FittedBlock<TLabel, Category> Fit(BlockSources<TLabel> sources)
    {
        ArgumentNullException.ThrowIfNull(sources);
        var labels = sources.Sources;
        var known = vocabulary is not null
            ? [.. vocabulary.Select(LabelVocabulary.TextOf)]
            : LabelVocabulary.Learn(sources.Splits.Train.Select(index => labels[index]), sort);
        var codec = new CategoryCodec(addNa ? LabelVocabulary.WithMissing(known) : known) { AddNa = addNa };

        LabelVocabulary.ThrowIfUnknown(sources, label => [LabelVocabulary.TextOf(label)], codec, vocabulary is not null, Name);
        if (known.Count == 1)
            throw new DataException(
                $"All {labels.Count} items have the label '{known[0]}', e.g. {sources.NameOf(0)}: there is nothing to tell apart. " +
                "Expected at least 2 classes. Check the labelling function (getY) and that the folder of each class was found.");
        LabelVocabulary.WarnOfNumbers(sources, LabelVocabulary.TextOf);

        return new(label => codec.Find(LabelVocabulary.TextOf(label))!, codec);
    }
}
