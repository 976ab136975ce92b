using TorchSharp;
using Xunit;

namespace FastAI.Tests.Blocks;

[NoTensorLeaks]
public class MultiCategoryBlockTests
{
    private static readonly IReadOnlyCollection<string>[] Items = [["b", "a"], [], ["c"]];

    [Fact]
    public void Labels_become_a_row_of_ones_and_zeros()
    {
        var fitted = new MultiCategoryBlock().FitTo(Items);
        using var scope = torch.NewDisposeScope();

        var element = Assert.IsType<TensorMultiCategory>(Assert.Single(fitted.Codec.Batch([.. Items.Select(fitted.Create)])));

        Assert.Equal([1f, 1, 0, 0, 0, 0, 0, 0, 1], element.Data.data<float>().ToArray());
        Assert.Equal([3L, 3], element.Data.shape);
        Assert.Equal((TargetKind.MultiCategory, 3), (fitted.Codec.Kind, fitted.Codec.Outputs));
    }

    [Fact]
    public void An_unknown_label_is_named_with_its_items_and_split()
    {
        var error = Assert.Throws<DataException>(() => new MultiCategoryBlock().FitTo(Items, [["a"], ["a", "bird"]]));

        Assert.All(["bird", "item4.jpg", "validation", "a, b, c", "vocabulary"], token => Assert.Contains(token, error.Message));
        Assert.Equal((4, "item4.jpg", "MultiCategoryBlock"), (error.Index, error.Item, error.Stage));
    }

    [Fact]
    public void With_addNa_unknown_labels_belong_to_the_class_for_them()
    {
        var fitted = new MultiCategoryBlock(addNa: true).FitTo(Items);

        Assert.Equal(["#na#", "a", "b", "c"], fitted.Codec.Vocabulary);
        Assert.Equal(["a", "#na#"], fitted.Create(["a", "zebra", "bird"]).Labels);
    }

    [Fact]
    public void Items_without_any_label_are_refused()
        => Assert.Contains("None of the 2 training items", Assert.Throws<DataException>(() => new MultiCategoryBlock().FitTo([[], []])).Message);

    [Fact]
    public void The_order_of_labels_does_not_matter()
    {
        var create = new MultiCategoryBlock().FitTo(Items).Create;

        Assert.Equal(create(["a", "b"]), create(["b", "a", "b"]));
        Assert.Equal(create(["a", "b"]).GetHashCode(), create(["b", "a"]).GetHashCode());
        Assert.NotEqual(create(["a"]), create(["a", "b"]));
        Assert.Equal("b;a", create(["b", "a"]).ToString());
    }

    [Fact]
    public void A_prediction_has_the_labels_chosen_and_every_probability()
    {
        var codec = new MultiCategoryCodec(["x", "y", "z"]);
        using var probabilities = torch.tensor(new[,] { { .1f, .9f, .6f } });
        using var chosen = probabilities.gt(0.5);

        var prediction = codec.ReadPrediction(probabilities, chosen, 0);

        Assert.Equal(["y", "z"], prediction.Value.Labels);
        Assert.Equal([.1f, .9f, .6f], prediction.Scores);
        Assert.Null(prediction.Probability);
    }

    [Fact]
    public void Flags_are_one_for_each_class()
    {
        var error = Assert.Throws<DataException>(() => new EncodedMultiCategoryBlock(["x", "y"]).FitTo([[true, false], [true]]));

        Assert.All(["item1.jpg", "1 flags", "2 classes", "x, y"], token => Assert.Contains(token, error.Message));
    }
}
