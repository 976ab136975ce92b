using FastAI.Tests.Training;
using TorchSharp;
using Xunit;

namespace FastAI.Tests.Data;

[NoTensorLeaks]
public sealed class TestDlTests
{
    private static readonly LoaderOptions Options = new() { BatchSize = 4, Workers = 0 };

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void New_items_go_through_the_block_in_their_order_without_targets(int workers)
    {
        var block = TestBlocks.Numbers(valid: 4);
        using var dls = block.DataLoaders(20, Options with { Workers = workers });

        var loader = block.TestDl(dls, [105, 103, 101, 104, 102]);

        Assert.Equal([[105, 103, 101, 104], [102]], TestBlocks.Read(loader));
        Assert.Equal("103", loader.NameOf(1));
        using var batch = loader.OneBatch();
        Assert.Empty(batch.Targets);
    }

    [Fact]
    public void Labels_are_read_where_they_are_asked_for()
    {
        using var dls = TestBlocks.Numbers(valid: 4).DataLoaders(20, Options);

        using var batch = dls.TestDl([7, 9], withLabels: true).OneBatch();

        Assert.Equal([7.0, 9], batch.Targets[0].Data.data<double>().ToArray());
    }

    [Fact]
    public void Inputs_that_are_ready_go_through_the_steps_alone()
    {
        using var dls = TestBlocks.Numbers(valid: 4).DataLoaders(20, Options);

        Assert.Equal([[0.5, 1.5]], TestBlocks.Read(dls.TestDl([new(0.5), new Number(1.5)])));
    }

    [Fact]
    public void Steps_are_those_of_validation()
    {
        using var dls = TestBlocks.Numbers(valid: 4, itemTfms: [new Negated()]).DataLoaders(20, Options);

        Assert.Equal([[7, 9]], TestBlocks.Read(dls.TestDl([7, 9])));
    }

    [Fact]
    public void Items_of_another_type_are_refused()
    {
        using var dls = TestBlocks.Numbers(valid: 4).DataLoaders(20, Options);

        var error = Assert.Throws<ArgumentException>(() => dls.TestDl(["a.jpg"]));

        Assert.Contains("items of type String, but of items of type Int32", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_label_is_named_with_those_that_are_known()
    {
        var block = DataBlock.OfItems(new NumberBlock(), new CategoryBlock(), (string item) => item.Length, item => item[..1], new EndSplitter(0.2));
        using var dls = block.DataLoaders(["aa", "b", "aaa", "b", "a"], Options with { BatchSize = 2 });

        var error = Assert.Throws<DataException>(() => block.TestDl(dls, ["b", "zz"], withLabels: true).OneBatch());

        Assert.Contains("'z'", error.Message, StringComparison.Ordinal);
        Assert.Contains("Known classes: a, b", error.Message, StringComparison.Ordinal);
        Assert.Equal((1, "zz"), (error.Index, error.Item));
    }

    [Fact]
    public void A_learner_predicts_new_items_as_it_predicts_those_of_validation()
    {
        using var dls = Vectors.Loaders(3, ["a", "b"]);
        using var learn = new Learner<float[], Category>(dls, new VectorModel(3, 2), options: new() { Device = torch.CPU });
        int[] items = [.. dls.Valid.Dataset.Items];

        var (expected, labels) = learn.GetPreds();
        var (unlabelled, none) = learn.GetPreds(dls.TestDl(items));
        var (again, targets) = learn.GetPreds(dls.TestDl(items, withLabels: true));

        using (expected)
        using (labels)
        using (unlabelled)
        using (again)
        using (targets)
        {
            Assert.Null(none);
            Assert.Equal(expected.data<float>().ToArray(), unlabelled.data<float>().ToArray());
            Assert.Equal(expected.data<float>().ToArray(), again.data<float>().ToArray());
            Assert.Equal(labels!.data<long>().ToArray(), targets!.data<long>().ToArray());
        }
    }

    private sealed record Negated : ItemTransform, IEncodes<Number>
    {
        public override bool RunsOn(Split split) => split == Split.Train;

        public Number Encode(Number value) => new(-value.Value);
    }
}
