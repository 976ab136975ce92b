using System.Globalization;

namespace FastAI;

/// <summary>What blocks over labels share: learning the vocabulary, and saying which labels are not in it.</summary>
internal static class LabelVocabulary
{
    /// <summary>The class that stands for a missing or unknown label, where one is asked for.</summary>
    public const string Missing = "#na#";

    /// <summary>A label as text, the same in every country.</summary>
    public static string TextOf<TLabel>(TLabel label)
        => label is IFormattable formattable ? formattable.ToString(null, CultureInfo.InvariantCulture) : label?.ToString() ?? "";

    /// <summary>Each label once: texts by code point, numbers by value; or in the order of first appearance. What is not a number is left out.</summary>
    public static IReadOnlyList<string> Learn<TLabel>(IEnumerable<TLabel> labels, bool sort)
    {
        var distinct = labels.Where(label => label is not (double.NaN or float.NaN)).Distinct();
        if (sort) distinct = distinct.Order(Comparer<TLabel>());
        return [.. distinct.Select(TextOf)];
    }

    /// <summary>A vocabulary with <see cref="Missing"/> in front.</summary>
    public static IReadOnlyList<string> WithMissing(IReadOnlyList<string> vocabulary) => [Missing, .. vocabulary.Where(label => label != Missing)];

    /// <summary>Refuses labels that the vocabulary does not hold, in any split.</summary>
    /// <param name="sources">The items, and how they are called.</param>
    /// <param name="textsOf">The labels of an item.</param>
    /// <param name="codec">What knows the labels.</param>
    /// <param name="isGiven">Whether the vocabulary was given, and not learnt.</param>
    /// <param name="block">The block's name.</param>
    public static void ThrowIfUnknown<TSource>(
        BlockSources<TSource> sources, Func<TSource, IEnumerable<string>> textsOf, CategoryCodec codec, bool isGiven, string block)
    {
        foreach (var split in (Split[])[Split.Train, Split.Valid])
        {
            var unknown = sources.Splits[split]
                .SelectMany(index => textsOf(sources.Sources[index]).Where(text => codec.Find(text) is null).Select(text => (Label: text, Index: index)))
                .ToArray();
            if (unknown.Length > 0) throw Unknown(sources, split, unknown, codec.Vocabulary, isGiven, block);
        }
    }

    private static DataException Unknown<TSource>(
        BlockSources<TSource> sources, Split split, (string Label, int Index)[] unknown, IReadOnlyList<string> known, bool isGiven, string block)
    {
        var classes = unknown.GroupBy(found => found.Label).Select(group =>
            $"'{group.Key}' ({(group.Count() == 1 ? "1 item:" : $"{group.Count()} items, e.g.")} {string.Join(", ", group.Take(3).Select(found => sources.NameOf(found.Index)))})");
        var where = split == Split.Train ? "training" : "validation";
        var expected = isGiven ? "the vocabulary given does not hold it" : "no training item has it";
        return new DataException(
            $"A label of the {where} items is unknown: {string.Join("; ", classes)}; {expected}. Known classes: {string.Join(", ", known)}. " +
            $"Add training items of that class, give the vocabulary yourself, {block}(vocabulary: [...]), let unknown labels be the class {Missing}, " +
            $"{block}(addNa: true), or leave these items out.")
        { Item = sources.NameOf(unknown[0].Index), Index = unknown[0].Index, Stage = block };
    }

    /// <summary>Warns where labels look like measured numbers, each of which would be a class of its own.</summary>
    public static void WarnOfNumbers<TSource>(BlockSources<TSource> sources, Func<TSource, string> textOf)
    {
        var texts = sources.Sources.Select(textOf).ToArray();
        var classes = texts.Distinct().Count();
        if (classes * 2 <= texts.Length || !texts.All(IsNumber) || texts.All(IsWhole)) return;

        Warnings.Raise(
            $"{(sources.Name is { } name ? $"The labels of '{name}'" : "The labels")} look like measured numbers: {classes} classes in {texts.Length} items, " +
            $"e.g. '{texts[0]}' of {sources.NameOf(0)}. A category takes each of them for a class of its own. If the number is to be predicted, " +
            "make the target a Number: RegressionBlock().");
    }

    private static bool IsNumber(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    private static bool IsWhole(string text) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);

    private static IComparer<TLabel> Comparer<TLabel>()
        => typeof(TLabel) == typeof(string) ? (IComparer<TLabel>)(object)CodePointComparer.Instance : System.Collections.Generic.Comparer<TLabel>.Default;
}
