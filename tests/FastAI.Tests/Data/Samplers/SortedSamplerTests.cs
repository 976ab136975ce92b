using Xunit;

namespace FastAI.Tests.Data;

public sealed class SortedSamplerTests
{
    // The expected orders are those that fastai 2.7.12 gives for the same draws.
    [Fact]
    public void Validation_goes_from_the_longest_to_the_shortest()
        => Assert.Equal([1, 3, 2, 5, 0, 4], new SortedSampler([3, 9, 4, 9, 1, 4]).Order(new(6, 2, Split.Valid, 42, 0)));

    [Fact]
    public void Training_starts_with_the_longest_and_shuffles_sorted_batches()
        => Assert.Equal(
            [1, 3, 2, 0, 6, 5, 7, 4],
            new SortedSampler([3, 9, 4, 8, 1, 5, 7, 2]).Order([4, 2, 0, 7, 1, 5, 3, 6], 2, batches => batches == 2 ? [1, 0] : throw new ArgumentException("two batches")));

    [Fact]
    public void Two_batches_keep_their_places()
        => Assert.Equal([1, 2, 0], new SortedSampler([3, 9, 4]).Order([2, 0, 1], 2, _ => throw new ArgumentException("nothing to shuffle")));

    [Fact]
    public void Every_epoch_of_training_has_all_samples_once_in_another_order()
    {
        int[] lengths = [.. Enumerable.Range(0, 100).Select(i => i * 37 % 41)];
        var sampler = new SortedSampler(lengths);

        var (first, second) = (sampler.Order(new(100, 4, Split.Train, 42, 0)), sampler.Order(new(100, 4, Split.Train, 42, 1)));

        Assert.NotEqual(first, second);
        Assert.Equal(Enumerable.Range(0, 100), first.Order());
        Assert.Equal(lengths.Max(), lengths[first[0]]);
        Assert.Equal(first, sampler.Order(new(100, 4, Split.Train, 42, 0)));
    }

    [Fact]
    public void Lengths_are_measured_on_the_samples_of_a_split()
    {
        var datasets = TestBlocks.Numbers(valid: 3).Datasets(8);

        using var dls = datasets.Load(new() { BatchSize = 2, Workers = 0, ValidSampler = SortedSampler.Of(datasets.Valid, x => (int)x.Value) });

        Assert.Equal([[7, 6], [5]], TestBlocks.Read(dls.Valid));
    }

    [Fact]
    public void Another_number_of_lengths_than_samples_is_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => TestBlocks.Numbers().DataLoaders(8, new LoaderOptions { BatchSize = 2, Sampler = new SortedSampler([1, 2]) }));

        Assert.Contains("2 lengths and 8 samples", error.Message, StringComparison.Ordinal);
    }
}
