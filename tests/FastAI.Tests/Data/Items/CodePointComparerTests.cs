using Xunit;

namespace FastAI.Tests.Blocks;

public class CodePointComparerTests
{
    [Fact]
    public void Texts_are_ordered_by_code_point()
    {
        // U+FF21 is a wide A of the basic plane, U+1F600 an emoji, whose first half is 0xD83D.
        string[] sorted = ["", "B", "a", "aB", "ab", "b", "\uFF21", "\U0001F600", "\U0001F600a", "\U0001F601"];

        Assert.Equal(sorted, sorted.Reverse().Order(CodePointComparer.Instance));
    }

    [Fact]
    public void Missing_texts_come_first()
        => Assert.True(CodePointComparer.Instance.Compare(null, "a") < 0 && CodePointComparer.Instance.Compare("a", null) > 0);
}
