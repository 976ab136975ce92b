using Xunit;

namespace FastAI.Tests.Data;

public sealed class FuncSplitterTests
{
    [Fact]
    public void Agrees_with_fastai()
    {
        var test = ParityCases.Get("data", "data.func_splitter.basic");
        var items = test.In("items").EnumerateArray().Select(item => item.GetString()!).ToArray();

        var split = new FuncSplitter<string>(item => item.Contains(test.Text("contains")!, StringComparison.Ordinal)).Split(items);

        test.AssertOut(("train", split.Train), ("valid", split.Valid));
    }

    [Fact]
    public void A_function_that_fails_is_reported_with_its_item()
    {
        var splitter = new FuncSplitter<string>(item => int.Parse(item, System.Globalization.CultureInfo.InvariantCulture) > 0);

        var error = Assert.Throws<DataException>(() => splitter.Split(["1", "two"]));

        Assert.Equal(("two", 1), (error.Item, error.Index));
        Assert.IsType<FormatException>(error.InnerException);
    }
}
