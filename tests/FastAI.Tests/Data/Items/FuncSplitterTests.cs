using Xunit;

namespace FastAI.Tests.Data;

public sealed class FuncSplitterTests
{
    [Fact]
    public void A_function_that_fails_is_reported_with_its_item()
    {
        var splitter = new FuncSplitter<string>(item => int.Parse(item, System.Globalization.CultureInfo.InvariantCulture) > 0);

        var error = Assert.Throws<DataException>(() => splitter.Split(["1", "two"]));

        Assert.Equal(("two", 1), (error.Item, error.Index));
        Assert.IsType<FormatException>(error.InnerException);
    }
}
