using Xunit;

namespace FastAI.Tests.Blocks;

public class CategoryOptionTests
{
    private enum Size
    {
        Small,
        Medium,
        Large,
    }

    [Fact]
    public void A_vocabulary_given_keeps_its_order()
        => Assert.Equal(["c", "b", "a"], new CategoryBlock(["c", "b", "a"]).FitTo(["a", "b"]).Codec.Vocabulary);

    [Fact]
    public void Whole_numbers_are_sorted_by_value()
        => Assert.Equal(["2", "9", "10"], new CategoryBlock<int>().FitTo([10, 9, 2, 10]).Codec.Vocabulary);

    [Fact]
    public void Members_of_an_enumeration_are_labels()
        => Assert.Equal(["Small", "Large"], new CategoryBlock<Size>().FitTo([Size.Large, Size.Small]).Codec.Vocabulary);

    [Fact]
    public void Unknown_labels_belong_to_the_class_for_them()
    {
        var fitted = new CategoryBlock(addNa: true).FitTo(["b", "a"], ["zebra"]);

        Assert.Equal(["#na#", "a", "b"], fitted.Codec.Vocabulary);
        Assert.Equal(new Category(0, "#na#"), fitted.Create("zebra"));
        Assert.Equal(3, fitted.Codec.Outputs);
    }

    [Fact]
    public void A_number_that_is_none_is_no_class()
    {
        Assert.Equal(["#na#", "0.5", "1"], new CategoryBlock<double>(addNa: true).FitTo([1, 0.5, double.NaN, 1, 1, 1]).Codec.Vocabulary);
        Assert.Contains("'NaN'", Assert.Throws<DataException>(() => new CategoryBlock<double>().FitTo([1, 2, double.NaN, 1, 1])).Message);
    }

    [Fact]
    public void D02_a_category_over_measured_numbers_warns_once()
    {
        var prices = Tables.Of("houses.csv", ("price", [.. Enumerable.Range(0, 24).Select(i => $"{100 + i}.5")]), ("area", [.. Enumerable.Range(0, 24).Select(i => $"{i}")]));

        var warnings = WarningsOf(() => DataBlock.OfItems(new RegressionBlock(), new CategoryBlock(), ColReader.Number("area"), ColReader.Text("price"), new EndSplitter(0.01))
            .Datasets(prices));

        var warning = Assert.Single(warnings);
        Assert.All(["price", "24 classes", "24 items", "Number", "row 0 of houses.csv"], token => Assert.Contains(token, warning));
    }

    [Theory, InlineData("1.5 1.5 2.5 2.5 1.5"), InlineData("1 2 3 4"), InlineData("v1 v2 v3")]
    public void D02_codes_and_names_do_not_warn(string labels)
        => Assert.Empty(WarningsOf(() => new CategoryBlock().FitTo(labels.Split(' '))));

    private static List<string> WarningsOf(Action action)
    {
        List<string> warnings = [];
        using (Warnings.Subscribe(warnings.Add)) action();
        return warnings;
    }
}
