using Xunit;

namespace FastAI.Tests.Data;

[NoTensorLeaks]
public sealed class DatasetsTests
{
    private static readonly string[] Words = ["a", "bb", "ccc"];

    private static Block<string, Number> Lengths { get; } = Block.Of((string word) => new Number(10 * word.Length), new NumberCodec());

    // The case data.datasets.pair of fastai: one value a block, here typed, and the training set learnt from.
    [Fact]
    public void Items_and_a_split_are_enough_for_data_sets()
    {
        var datasets = Datasets.Create(Words, new SplitIndices([0, 1, 2], [0]), Lengths, new CategoryBlock(), word => word);

        Assert.Equal([(10, 0), (20, 1), (30, 2)], Enumerable.Range(0, 3).Select(index => datasets.Train[index]).Select(pair => ((int)pair.X.Value, pair.Y.Index)));
        Assert.Equal((1, "a"), (datasets.Valid.Count, datasets.Valid[0].Y.Label));
        Assert.Equal(Words, datasets.YCodec.Vocabulary);
    }

    [Fact]
    public void Loaders_are_made_of_them_and_take_new_items()
    {
        var datasets = Datasets.Create(Words, new IndexSplitter([2]).Split(3), Lengths, new CategoryBlock(["a", "bb", "ccc"]), word => word);

        using var dls = datasets.Load(new() { BatchSize = 2, Workers = 0, Shuffle = false });

        Assert.Equal([[10, 20]], TestBlocks.Read(dls.Train));
        Assert.Equal([[30]], TestBlocks.Read(dls.Valid));
        Assert.Equal([[40]], TestBlocks.Read(dls.TestDl(["dddd"])));
    }

    [Fact]
    public void Samples_know_the_places_of_their_items()
    {
        var datasets = Datasets.Create(Words, new SplitIndices([2, 0], [1]), Lengths, Lengths, word => word);

        Assert.Equal([2, 0], datasets.Train.Items);
        Assert.Equal("ccc", datasets.Train.NameOf(0));
    }

    [Fact]
    public void A_position_that_no_item_has_is_refused()
    {
        var error = Assert.Throws<DataException>(() => Datasets.Create(Words, new SplitIndices([0, 3], []), Lengths, Lengths, word => word));

        Assert.Contains("position 3", error.Message, StringComparison.Ordinal);
    }
}
