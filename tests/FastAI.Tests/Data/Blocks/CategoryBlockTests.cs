using Xunit;

namespace FastAI.Tests.Data;

public sealed class CategoryBlockTests
{
    [Fact]
    public void The_vocabulary_is_that_of_the_training_items_by_code_point()
    {
        var fitted = new CategoryBlock().Fit(Sources(["b", "B", "a", "é", "a"]));

        Assert.Equal(["B", "a", "b", "é"], fitted.Codec.Vocabulary);
    }

    [Fact]
    public void A_label_outside_of_a_given_vocabulary_is_refused_with_its_items()
    {
        var error = Assert.Throws<DataException>(() => new CategoryBlock(["cat", "dog"]).Fit(Sources(["cat", "zebra"])));

        Tokens.AssertIn(error.Message, "'zebra'", "item1.png", "1 item:", "training", "cat, dog", "vocabulary");
        Assert.Equal(("item1.png", 1), (error.Item, error.Index));
    }

    [Fact]
    public void A_class_of_the_vocabulary_may_have_no_item()
    {
        Assert.Equal(3, new CategoryBlock(["cat", "dog", "yak"]).Fit(Sources(["cat", "cat"])).Codec.Outputs);
    }

    private static BlockSources<string> Sources(string[] labels) => new(labels, new([.. Enumerable.Range(0, labels.Length)], []), index => $"item{index}.png");
}
