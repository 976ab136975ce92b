using Xunit;

namespace FastAI.Tests.Data;

public sealed class SampleRandomTests
{
    [Fact]
    public void The_same_origin_gives_the_same_numbers()
    {
        var (first, second) = (new SampleRandom(42, 3, 17, 2), new SampleRandom(42, 3, 17, 2));

        for (var i = 0; i < 100; i++) Assert.Equal(first.NextBits(), second.NextBits());
    }

    [Fact]
    public void Numbers_stay_what_they_were_when_a_run_was_saved()
    {
        var random = new SampleRandom(42, 0, 0);

        Assert.Equal([4624681453594295343UL, 3074880501874527988UL], new[] { random.NextBits(), random.NextBits() });
    }

    [Fact]
    public void Each_of_seed_epoch_sample_and_step_changes_the_stream()
    {
        var streams = from seed in new long[] { 0, 1 }
                      from epoch in new[] { 0, 1 }
                      from sample in new long[] { 0, 1, -1 }
                      from step in new[] { 0, 1 }
                      select new SampleRandom(seed, epoch, sample, step).NextBits();

        Assert.Equal(24, streams.Distinct().Count());
    }

    [Fact]
    public void Numbers_are_spread_evenly_within_a_stream_and_over_samples()
    {
        const int bins = 16, draws = 160_000;
        var (within, over) = (new int[bins], new int[bins]);
        var random = new SampleRandom(7, 0, 0);
        for (var i = 0; i < draws; i++)
        {
            within[(int)(random.NextDouble() * bins)]++;
            over[(int)(new SampleRandom(7, 0, i).NextDouble() * bins)]++;
        }

        // Chi squared with 15 degrees of freedom: above 44.3 once in 10,000.
        Assert.InRange(ChiSquared(within), 2, 44.3);
        Assert.InRange(ChiSquared(over), 2, 44.3);

        static double ChiSquared(int[] counts) => counts.Sum(count => Math.Pow(count - (draws / bins), 2) / (draws / bins));
    }

    [Fact]
    public void First_numbers_of_neighbouring_samples_and_steps_are_uncorrelated()
    {
        const int count = 50_000;
        double bySample = 0, byStep = 0, byEpoch = 0;
        for (var i = 0; i < count; i++)
        {
            var here = new SampleRandom(1, 0, i).NextDouble() - 0.5;
            bySample += here * (new SampleRandom(1, 0, i + 1).NextDouble() - 0.5);
            byStep += here * (new SampleRandom(1, 0, i, 1).NextDouble() - 0.5);
            byEpoch += here * (new SampleRandom(1, 1, i).NextDouble() - 0.5);
        }

        // Four standard deviations of a mean of products: 4 / 12 / sqrt(count).
        foreach (var sum in (double[])[bySample, byStep, byEpoch]) Assert.InRange(Math.Abs(sum / count), 0, 4.0 / 12 / Math.Sqrt(count));
    }

    [Fact]
    public void Whole_numbers_reach_both_ends_and_no_further()
    {
        var random = new SampleRandom(3, 0, 0);

        var drawn = Enumerable.Range(0, 1000).Select(_ => random.NextInt(5)).Distinct().Order();

        Assert.Equal([0, 1, 2, 3, 4], drawn);
        Assert.Throws<ArgumentOutOfRangeException>(() => new SampleRandom(3, 0, 0).NextInt(0));
    }

    [Fact]
    public void Shuffling_keeps_all_and_puts_each_anywhere()
    {
        var places = new int[4, 4];
        for (var sample = 0; sample < 4000; sample++)
        {
            int[] values = [0, 1, 2, 3];
            new SampleRandom(11, 0, sample).Shuffle(values);
            Assert.Equal([0, 1, 2, 3], values.Order());
            for (var place = 0; place < 4; place++) places[place, values[place]]++;
        }

        foreach (var count in places) Assert.InRange(count, 880, 1120);
    }
}
