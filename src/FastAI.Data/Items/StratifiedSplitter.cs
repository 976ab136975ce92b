namespace FastAI;

/// <summary>Splits so that every class has the same share on both sides, to the nearest item; see <see cref="TrainTestSplitter.Stratified"/>.</summary>
/// <remarks>
/// Each class gets the whole part of its share, and the items that are then still asked for go to the classes with the largest remainders. A class keeps at least one
/// training item; scikit-learn refuses a class with a single one.
/// </remarks>
internal sealed class StratifiedSplitter<TItem, TLabel>(Func<TItem, TLabel> labelOf, Func<int, int> validCount, long seed) : Splitter<TItem>
    where TLabel : notnull
{
    public override SplitIndices Split(IReadOnlyList<TItem> items)
    {
        var wanted = TrainTestSplitter.Checked(validCount(items.Count), items.Count);
        int[] order = [.. Enumerable.Range(0, items.Count)];
        var classes = order.GroupBy(index => labelOf(items[index])).ToDictionary(group => group.Key, group => group.Count());
        var quota = Quotas(classes, wanted, items.Count);

        TrainTestSplitter.SplitRandom(seed).Shuffle(order);
        List<int> train = [], valid = [];
        foreach (var index in order) (quota[labelOf(items[index])]-- > 0 ? valid : train).Add(index);
        return new(train, valid);
    }

    private static Dictionary<TLabel, int> Quotas(Dictionary<TLabel, int> classes, int wanted, int count)
    {
        if (wanted > count - classes.Count)
            throw new ArgumentException(
                $"{wanted} of {count} items were asked for as validation items, and each of the {classes.Count} classes keeps at least one for training: " +
                $"ask for at most {count - classes.Count}.");

        double Share(TLabel label) => (double)classes[label] * wanted / count;
        var quota = classes.ToDictionary(group => group.Key, group => (int)Share(group.Key));
        var byRemainder = classes.Keys.OrderByDescending(label => Share(label) - quota[label]).ToArray();
        for (var left = wanted - quota.Values.Sum(); left > 0;)
            foreach (var label in byRemainder)
                if (left > 0 && quota[label] < classes[label] - 1)
                {
                    quota[label]++;
                    left--;
                }

        return quota;
    }
}
