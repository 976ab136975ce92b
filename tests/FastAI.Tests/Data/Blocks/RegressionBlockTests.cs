using TorchSharp;
using Xunit;

namespace FastAI.Tests.Blocks;

[NoTensorLeaks]
public class RegressionBlockTests
{
    [Theory, InlineData(double.NaN, "NaN"), InlineData(double.PositiveInfinity, "Infinity")]
    public void A_number_that_is_none_is_named_with_its_item(double number, string text)
    {
        var error = Assert.Throws<DataException>(() => new RegressionBlock().FitTo([1, 2], [number]));

        Assert.All(["item2.jpg", text], token => Assert.Contains(token, error.Message));
    }

    [Fact]
    public void One_number_a_sample_is_a_batch_of_one_axis()
    {
        var fitted = new RegressionBlock().FitTo([3, 1.5]);
        using var scope = torch.NewDisposeScope();

        var element = Assert.IsType<TensorNumber>(Assert.Single(fitted.Codec.Batch(fitted.Create(3), fitted.Create(1.5))));

        Assert.Equal([2L], element.Data.shape);
        Assert.Equal((TargetKind.Number, 1), (fitted.Codec.Kind, fitted.Codec.Outputs));
    }

    [Fact]
    public void A_prediction_may_keep_an_axis_of_one()
    {
        using var output = torch.tensor(new[,] { { 1.5f }, { 2.5f } });

        Assert.Equal(2.5f, new NumberCodec().ReadPrediction(output, output, 1).Value.Value);
        Assert.Equal("2.5", new NumberCodec().ReadPrediction(output, output, 1).ToString());
    }

    [Fact]
    public void Lists_of_different_lengths_are_refused_with_both_items()
    {
        var error = Assert.Throws<DataException>(() => new MultiRegressionBlock().FitTo([[1, 2], [3]]));

        Assert.All(["item1.jpg", "1 numbers", "item0.jpg", "has 2"], token => Assert.Contains(token, error.Message));
    }

    [Fact]
    public void Numbers_are_equal_by_value()
    {
        Assert.Equal(new Numbers(1, 2), new Numbers(1, 2));
        Assert.NotEqual(new Numbers(1, 2), new Numbers(2, 1));
        Assert.Equal("[1, 2.5]", new Numbers(1, 2.5f).ToString());
    }
}
