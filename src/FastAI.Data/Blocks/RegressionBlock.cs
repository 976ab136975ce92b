using System.Globalization;

namespace FastAI;

/// <summary>A target that is one number: a price, an age.</summary>
/// <remarks>fastai's <c>RegressionBlock</c>. A number that is missing (NaN) or infinite is reported with its item when the loaders are built; fastai trains on it.</remarks>
public sealed class RegressionBlock : Block<double, Number>
{
    /// <inheritdoc />
    /// <exception cref="DataException">A number is NaN or infinite.</exception>
    public override FittedBlock<double, Number> Fit(BlockSources<double> sources)
    {
        ArgumentNullException.ThrowIfNull(sources);
        foreach (var index in sources.Splits.Train.Concat(sources.Splits.Valid))
            if (!double.IsFinite(sources.Sources[index])) throw NotFinite(sources.Sources[index], index, sources.NameOf(index), "RegressionBlock");

        return new(number => new Number((float)number), new NumberCodec());
    }

    internal static DataException NotFinite(double number, int index, string name, string block)
        => new($"The target of item {index}, {name}, is {number.ToString(CultureInfo.InvariantCulture)}: a finite number is expected, since a loss over it would be none. " +
               "Leave such items out in getItems, or fill in a number in getY.")
        { Item = name, Index = index, Stage = block };
}

/// <summary>A target that is several numbers at once, as many for each item.</summary>
/// <param name="count">How many numbers; null for as many as the first training item has.</param>
/// <remarks>fastai's <c>RegressionBlock</c> over lists, which looks only at the first item.</remarks>
public sealed class MultiRegressionBlock(int? count = null) : Block<IReadOnlyList<double>, Numbers>
{
    private readonly int? _count = count is { } given ? Check.AtLeast(given, 1, nameof(count)) : null;

    /// <inheritdoc />
    /// <exception cref="DataException">An item has more or fewer numbers than another, or one that is NaN or infinite.</exception>
    public override FittedBlock<IReadOnlyList<double>, Numbers> Fit(BlockSources<IReadOnlyList<double>> sources)
    {
        ArgumentNullException.ThrowIfNull(sources);
        var first = sources.Splits.Train[0];
        var expected = _count ?? sources.Sources[first].Count;
        foreach (var index in sources.Splits.Train.Concat(sources.Splits.Valid))
        {
            var numbers = sources.Sources[index];
            if (numbers.Count != expected || expected == 0)
                throw new DataException(
                    $"The target of item {index}, {sources.NameOf(index)}, has {numbers.Count} numbers; " +
                    (_count is null ? $"item {first}, {sources.NameOf(first)}, has {expected}. " : $"{expected} were asked for. ") +
                    "Each item needs as many numbers as every other, and at least one: correct getY.")
                { Item = sources.NameOf(index), Index = index, Stage = Name };

            foreach (var number in numbers)
                if (!double.IsFinite(number)) throw RegressionBlock.NotFinite(number, index, sources.NameOf(index), Name);
        }

        return new(numbers => new Numbers(numbers), new NumbersCodec(expected));
    }
}
