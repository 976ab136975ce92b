using Xunit;

namespace FastAI.Tests.Data;

public sealed class WeightedSamplerTests
{
    [Fact]
    public void The_draws_follow_from_seed_and_epoch()
    {
        var sampler = new WeightedSampler([.. Enumerable.Range(1, 50).Select(i => (double)i)]);
        int[] Order(long seed, int epoch) => sampler.Order(new(50, 4, Split.Train, seed, epoch));

        Assert.Equal(Order(42, 3), Order(42, 3));
        Assert.NotEqual(Order(42, 3), Order(42, 4));
        Assert.NotEqual(Order(42, 3), Order(43, 3));
    }

    [Fact]
    public void A_pass_may_have_more_draws_than_there_are_samples()
    {
        using var dls = TestBlocks.Numbers().DataLoaders(3, new LoaderOptions { BatchSize = 4, Workers = 2, Sampler = new WeightedSampler([0, 1, 0], count: 10) });

        Assert.Equal(2, dls.Train.Count);
        Assert.Equal([[1, 1, 1, 1], [1, 1, 1, 1]], TestBlocks.Read(dls.Train));
    }

    [Fact]
    public void Balanced_weights_draw_a_rare_class_as_often_as_others()
    {
        var block = DataBlock.OfItems(
            new NumberBlock(), new CategoryBlock(), (IEnumerable<int> items) => items.ToArray()[0], (IEnumerable<int> items) => items.First() < 10 ? "rare" : "common", new EndSplitter(0.1));
        var datasets = block.Datasets([.. Enumerable.Range(0, 100).Select(i => Enumerable.Repeat(i, 1))]);
        var sampler = WeightedSampler.Balanced(datasets.Train, count: 10_000);

        var rare = sampler.Order(new(datasets.Train.Count, 4, Split.Train, 42, 0)).Count(index => datasets.Train[index].Y.Label == "rare");

        Assert.InRange(rare, 4_800, 5_200);
    }

    [Theory]
    [InlineData(-1.0, 1, "weight of sample 0 is -1")]
    [InlineData(double.NaN, 1, "weight of sample 0 is NaN")]
    [InlineData(0.0, 0, "add up to 0")]
    public void Weights_that_nothing_can_be_drawn_by_are_refused(double first, double second, string message)
        => Assert.Contains(message, Assert.Throws<ArgumentException>(() => new WeightedSampler([first, second])).Message, StringComparison.Ordinal);

    [Fact]
    public void A_part_larger_than_the_whole_is_refused()
        => Assert.Contains("at most 3", Assert.Throws<ArgumentException>(() => new PartialSampler(4).CountOf(3)).Message, StringComparison.Ordinal);
}
