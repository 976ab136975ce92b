using TorchSharp;
using Xunit;

namespace FastAI.Tests.Data;

public sealed class RandomSplitterTests
{
    [Fact]
    public void Does_not_depend_on_what_else_draws_and_draws_nothing_from_it()
    {
        var first = new RandomSplitter().Split(50);
        torch.manual_seed(5);
        using var expected = torch.rand(3);

        torch.manual_seed(5);
        var second = new RandomSplitter().Split(50);
        using var actual = torch.rand(3);

        Assert.Equal(first.Valid, second.Valid);
        Assert.Equal(expected.data<float>().ToArray(), actual.data<float>().ToArray());
    }

    [Fact]
    public void Items_are_shared_out_without_loss_or_repetition()
    {
        var split = new RandomSplitter(0.3).Split(101);

        Assert.Equal(30, split.Valid.Count);
        Assert.Equal(Enumerable.Range(0, 101), split.Train.Concat(split.Valid).Order());
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void A_share_outside_of_0_to_1_is_refused(double share)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new RandomSplitter(share));

        Assert.Equal("validPct", error.ParamName);
    }
}
