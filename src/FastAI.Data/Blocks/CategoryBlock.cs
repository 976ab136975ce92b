namespace FastAI;

/// <summary>A target that is one class of several; made from the class's name.</summary>
/// <param name="vocabulary">The classes in their order; null to take those of the training items, sorted by code point.</param>
/// <remarks>fastai's <c>CategoryBlock</c>. A vocabulary given is kept in its order, which fastai sorts.</remarks>
public sealed class CategoryBlock(IReadOnlyList<string>? vocabulary = null) : Block<string, Category>
{
    /// <inheritdoc />
    /// <exception cref="DataException">A validation item has a class that no training item has, or all items have one class.</exception>
    public override FittedBlock<string, Category> Fit(BlockSources<string> sources)
    {
        var labels = sources.Sources;
        var known = vocabulary ?? [.. sources.Splits.Train.Select(index => labels[index]).Distinct().Order(StringComparer.Ordinal)];
        var codec = new CategoryCodec(known);

        foreach (var split in (Split[])[Split.Train, Split.Valid])
        {
            var unknown = sources.Splits[split].Where(index => codec.Find(labels[index]) is null).ToArray();
            if (unknown.Length > 0) throw Unknown(sources, split, unknown, known);
        }

        if (known.Count == 1)
            throw new DataException(
                $"All {labels.Count} items have the label '{known[0]}', e.g. {sources.NameOf(0)}: there is nothing to tell apart. " +
                "Expected at least 2 classes. Check the labelling function (getY) and that the folder of each class was found.");

        return new(label => codec.Find(label)!, codec);
    }

    private DataException Unknown(BlockSources<string> sources, Split split, int[] unknown, IReadOnlyList<string> known)
    {
        var classes = unknown.GroupBy(index => sources.Sources[index]).Select(group =>
            $"'{group.Key}' ({(group.Count() == 1 ? "1 item:" : $"{group.Count()} items, e.g.")} {string.Join(", ", group.Take(3).Select(sources.NameOf))})");
        var where = split == Split.Train ? "training" : "validation";
        var expected = vocabulary is null ? "no training item has it" : "the vocabulary given does not hold it";
        return new DataException(
            $"A label of the {where} items is unknown: {string.Join("; ", classes)}; {expected}. Known classes: {string.Join(", ", known)}. " +
            "Add training items of that class, give the vocabulary yourself, CategoryBlock(vocabulary: [...]), or leave these items out.")
        { Item = sources.NameOf(unknown[0]), Index = unknown[0], Stage = "CategoryBlock" };
    }
}
