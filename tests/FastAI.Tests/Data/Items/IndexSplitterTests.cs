using Xunit;

namespace FastAI.Tests.Data;

public sealed class IndexSplitterTests
{
    // data.index_splitter.odd: the reference lets them pass.
    [Theory]
    [InlineData(-1, "-1")]
    [InlineData(5, "from 0 to 4")]
    public void A_position_without_an_item_is_refused(int position, string token)
    {
        var error = Assert.Throws<ArgumentException>(() => new IndexSplitter([0, position]).Split(5));

        Tokens.AssertIn(error.Message, token, "5 items");
    }

    [Fact]
    public void A_position_given_twice_is_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => new IndexSplitter([3, 1, 3]).Split(5));

        Tokens.AssertIn(error.Message, "Position 3", "twice");
    }
}
