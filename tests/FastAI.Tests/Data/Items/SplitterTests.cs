using Xunit;

namespace FastAI.Tests.Blocks;

public class SplitterTests
{
    [Fact]
    public void EndSplitter_leaves_all_for_training_where_the_share_is_no_item()
    {
        foreach (var validLast in (bool[])[true, false])
        {
            var split = new EndSplitter(0.2, validLast).Split(4);

            Assert.Equal([0, 1, 2, 3], split.Train);
            Assert.Empty(split.Valid);
        }
    }

    [Theory, InlineData(2), InlineData(4)]
    public void MaskSplitter_wants_a_mark_for_each_item(int count)
    {
        var error = Assert.Throws<ArgumentException>(() => new MaskSplitter([true, false, true]).Split(count));

        Assert.Contains("3 marks", error.Message);
        Assert.Contains($"{count} items", error.Message);
    }

    [Fact]
    public void FileSplitter_warns_of_names_that_no_file_has()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("valid.txt"), "a.jpg\r\nb.jpg \r\n");
        List<string> warnings = [];
        using var subscription = Warnings.Subscribe(warnings.Add);

        var split = new FileSplitter(folder.File("valid.txt")).Split(["x/a.jpg", "x/b.jpg"]);

        Assert.Equal([0], split.Valid);
        Assert.Contains("'b.jpg '", Assert.Single(warnings));
    }

    [Fact]
    public void FileSplitter_refuses_a_list_that_fits_nothing()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("valid.txt"), "x/a.jpg\n");

        var error = Assert.Throws<ArgumentException>(() => new FileSplitter(folder.File("valid.txt")).Split(["x/a.jpg"]));

        Assert.Contains("'x/a.jpg'", error.Message);
        Assert.Contains("'a.jpg'", error.Message);
        Assert.Contains("without folders", error.Message);
    }

    [Fact]
    public void ColSplitter_names_the_values_there_are()
    {
        var table = Tables.Of("t.csv", ("set", ["train", "val", null]));

        var error = Assert.Throws<ArgumentException>(() => new ColSplitter("set", "valid").Split(table));

        Assert.Contains("'valid'", error.Message);
        Assert.Contains("'train', 'val', nothing", error.Message);
    }

    [Fact]
    public void ColSplitter_without_values_wants_true_or_false()
    {
        var table = Tables.Of("t.csv", ("is_valid", ["0", "True", "maybe"]));

        var error = Assert.Throws<DataException>(() => new ColSplitter().Split(table));

        Assert.Contains("row 2 of t.csv", error.Message);
        Assert.Contains("'maybe'", error.Message);
    }

    [Fact]
    public void TrainTestSplitter_draws_with_its_seed_and_rounds_up()
    {
        var split = new TrainTestSplitter(0.25, seed: 1).Split(10);
        var again = new TrainTestSplitter(0.25, seed: 1).Split(10);

        Assert.Equal(3, split.Valid.Count);
        Assert.Equal(Enumerable.Range(0, 10), split.Train.Concat(split.Valid).Order());
        Assert.Equal(split.Valid, again.Valid);
        Assert.NotEqual([7, 8, 9], split.Valid.Order());
        Assert.NotEqual(split.Valid, new TrainTestSplitter(0.25, seed: 2).Split(10).Valid);
    }

    [Fact]
    public void A_share_that_comes_out_a_hair_too_high_takes_no_item_more()
        => Assert.Equal(55, new TrainTestSplitter(0.55).Split(100).Valid.Count);                // 0.55 * 100 is 55.00000000000001

    [Fact]
    public void A_stratified_split_gives_what_is_left_to_the_largest_remainders()
    {
        // Quotas of 6 in 20: a 3.3, b 1.5, c 1.2.
        string[] labels = [.. Enumerable.Repeat("a", 11), .. Enumerable.Repeat("b", 5), .. Enumerable.Repeat("c", 4)];

        var split = TrainTestSplitter.Stratified((string label) => label, 0.3).Split(labels);

        Assert.Equal([3, 2, 1], "abc".Select(label => split.Valid.Count(index => labels[index] == $"{label}")));
    }

    [Fact]
    public void A_class_of_one_item_stays_in_training()
    {
        string[] labels = ["a", "b", "a", "c", "a", "a"];

        var split = TrainTestSplitter.Stratified((string label) => label, 0.5).Split(labels);

        Assert.Equal(3, split.Valid.Count);
        Assert.All(split.Valid, index => Assert.Equal("a", labels[index]));
    }

    [Fact]
    public void A_stratified_split_that_would_empty_a_class_is_refused()
    {
        string[] labels = ["a", "b", "a", "c"];

        var error = Assert.Throws<ArgumentException>(() => TrainTestSplitter.Stratified((string label) => label, 0.5).Split(labels));

        Assert.Contains("at most 1", error.Message);
    }

    [Fact]
    public void Shares_of_RandomSubsetSplitter_are_together_at_most_1()
        => Assert.Contains("together", Assert.Throws<ArgumentOutOfRangeException>(() => new RandomSubsetSplitter(0.6, 0.5)).Message);

    [Fact]
    public void A_folder_cannot_be_for_training_and_for_validation()
    {
        var splitter = new GrandparentSplitter(["train", "extra"], ["extra"]);

        Assert.Contains("extra", Assert.Throws<ArgumentException>(() => splitter.Split(["train/a/1.jpg", "extra/a/2.jpg"])).Message);
    }

    [Fact]
    public void A_splitter_of_paths_splits_rows_over_a_column()
    {
        var table = Tables.Of("t.csv", ("file", ["train/a/1.jpg", "valid/a/2.jpg", "train/b/3.jpg"]));

        var split = new GrandparentSplitter().Over((Row row) => row.Text("file")).Split(table);

        Assert.Equal([0, 2], split.Train);
        Assert.Equal([1], split.Valid);
    }
}
