using System.Text.Json;

namespace FastAI.Parity;

/// <summary>Steps over items, in the suite <c>data</c>: alone, over the items of a split, and in tuples.</summary>
internal static class StepOps
{
    [Op("data.pipeline")]
    private static OpResult Pipeline(ParityCase test)
    {
        Split? split = test.Integer("split_idx") is { } number ? (Split)number : null;
        var items = StepChain.Items(test.In("items"));
        var steps = StepChain.Fit(test.In("tfms"), items);

        object[] encoded = [.. items.Select(item => steps.Encode(item, split))];
        return new(("encoded", encoded), ("decoded", encoded.Select(item => steps.Decode(item, split)).ToArray()));
    }

    [Op("data.tfmd_lists")]
    private static OpResult Lists(ParityCase test)
    {
        var items = StepChain.Items(test.In("items"));
        var (train, valid) = Splits(test, items.Length);
        if (train.Intersect(valid).Any()) throw new UnknownOptionException("Overlapping sets are not counted.");
        var steps = StepChain.Fit(test.In("tfms"), [.. train.Select(index => items[index])]);

        object[] All() => [.. items.Select(item => steps.Encode(item, null))];
        object?[] Subset(IReadOnlyList<int> indices, Split split) => [.. indices.Select(index => OpResult.OrRaised(() => steps.Encode(items[index], split)))];
        return new(
            ("all", OpResult.OrRaised(All)), ("subsets", new[] { Subset(train, Split.Train), Subset(valid, Split.Valid) }),
            ("decoded", OpResult.OrRaised(() => All().Select(item => steps.Decode(item, null)).ToArray())), ("vocab", steps.Vocabulary),
            ("overlap_counts", Array.Empty<int>()));
    }

    [Op("data.datasets")]
    private static OpResult Tuples(ParityCase test)
    {
        var items = StepChain.Items(test.In("items"));
        var (train, valid) = Splits(test, items.Length);
        StepChain[] chains = [.. test.In("tfms").EnumerateArray().Select(steps => StepChain.Fit(steps, [.. train.Select(index => items[index])]))];

        object[] Sample(int index, Split? split) => [.. chains.Select(steps => steps.Encode(items[index], split))];
        object[][] all = [.. Enumerable.Range(0, items.Length).Select(index => Sample(index, null))];
        return new(
            ("n_inp", Math.Max(1, chains.Length - 1)), ("length", items.Length), ("all", all),
            ("subsets", new[] { train.Select(index => Sample(index, Split.Train)).ToArray(), [.. valid.Select(index => Sample(index, Split.Valid))] }),
            ("decoded", all.Select(sample => sample.Zip(chains, (value, steps) => steps.Decode(value, null)).ToArray()).ToArray()));
    }

    private static (int[] Train, int[] Valid) Splits(ParityCase test, int count)
    {
        if (!test.HasIn("splits")) return ([.. Enumerable.Range(0, count)], []);

        int[] Positions(JsonElement split) => [.. split.EnumerateArray().Select(index => index.GetInt32())];
        return (Positions(test.In("splits")[0]), Positions(test.In("splits")[1]));
    }
}
