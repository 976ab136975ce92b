using TorchSharp;

namespace FastAI;

/// <summary>Draws a share of the items for validation.</summary>
/// <param name="validPct">Share of the items, from 0 to 1; the number is rounded down.</param>
/// <param name="seed">
/// The seed. It draws from a generator of its own, PyTorch's on the CPU: the same seed gives the same split whatever else draws random numbers, and the
/// one that fastai makes of it. fastai's default is no seed, so that a second session validates on items that the first one trained on.
/// </param>
/// <remarks>Items that are texts, such as paths, are numbered by their sorted order, so that the split does not depend on the order in which they are listed.</remarks>
public sealed class RandomSplitter(double validPct = 0.2, long seed = 42) : PositionSplitter
{
    private readonly double _validPct = Check.InRange(validPct, 0, 1, nameof(validPct));

    /// <inheritdoc />
    public override SplitIndices Split(int count)
    {
        using var scope = torch.NewDisposeScope();
        using var generator = new torch.Generator((ulong)seed, torch.CPU);
        var order = torch.randperm(count, dtype: torch.ScalarType.Int64, generator: generator).data<long>().Select(index => (int)index).ToArray();
        var cut = (int)(_validPct * count);
        return new(order[cut..], order[..cut]);
    }

    internal override SplitIndices SplitItems<TItem>(IReadOnlyList<TItem> items)
    {
        var split = Split(items.Count);
        if (items is not IReadOnlyList<string> texts) return split;

        int[] byRank = [.. Enumerable.Range(0, texts.Count).OrderBy(index => texts[index], StringComparer.Ordinal)];
        int[] PositionsOf(IReadOnlyList<int> ranks) => [.. ranks.Select(rank => byRank[rank])];
        return new(PositionsOf(split.Train), PositionsOf(split.Valid));
    }
}
