using TorchSharp;
using Xunit;

namespace FastAI.Tests.Blocks;

[NoTensorLeaks]
public class PairBlockTests
{
    private sealed record Shot(double Left, double Right, string Animal, IReadOnlyCollection<string> Tags);

    private static readonly Shot[] Shots =
    [
        .. Enumerable.Range(0, 12).Select(i => new Shot(i, -i, i % 2 == 0 ? "cat" : "dog", i % 3 == 0 ? ["wet"] : ["dry", "dark"])),
    ];

    private static DataBlock<IEnumerable<Shot>, Shot, (Number, Number), (Category, (MultiCategory, Number))> Nested(params ItemTransform[] steps)
        => DataBlock.OfItems(
            Block.Of(new RegressionBlock(), new RegressionBlock()),
            Block.Of(new CategoryBlock(), Block.Of(new MultiCategoryBlock(), new RegressionBlock())),
            (Shot shot) => (shot.Left, shot.Right), shot => (shot.Animal, (shot.Tags, shot.Left)), new EndSplitter(), itemTfms: steps);

    [Fact]
    public void A_block_of_blocks_gives_the_elements_of_its_members_in_order()
    {
        var dls = Nested().DataLoaders(Shots, new LoaderOptions { BatchSize = 5, Shuffle = false, Workers = 0 });

        using var batch = dls.Train.OneBatch();
        var samples = dls.Decode(batch);

        Assert.Equal(["TensorNumber", "TensorNumber"], batch.Inputs.Select(element => element.GetType().Name));
        Assert.Equal(["TensorCategory", "TensorMultiCategory", "TensorNumber"], batch.Targets.Select(element => element.GetType().Name));
        Assert.Equal((new Number(3), new Number(-3)), samples[3].X);
        var (animal, (tags, left)) = samples[3].Y;
        Assert.Equal(("dog", "wet", 3f), (animal.Label, tags.ToString(), left.Value));
    }

    [Fact]
    public void Names_outputs_and_descriptions_are_those_of_the_members()
    {
        var datasets = Nested().Datasets(Shots);

        Assert.Equal("(Category, (MultiCategory, Number))", datasets.YCodec.Name);
        Assert.Equal(2 + 3 + 1, datasets.YCodec.Outputs);
        Assert.Equal(3, datasets.YCodec.ElementCount);
        Assert.Equal("(Number 3, Number -3)", datasets.XCodec.Describe(datasets.Train[3].X));
        Assert.Equal(TargetKind.None, datasets.YCodec.Kind);
    }

    [Fact]
    public void One_draw_serves_all_members()
    {
        var dls = Nested(new Shift()).DataLoaders(Shots, new LoaderOptions { BatchSize = 9, Shuffle = false, Workers = 0 });

        using var batch = dls.Train.OneBatch();

        foreach (var ((left, right), (_, (_, target))) in dls.Decode(batch))
        {
            Assert.Equal(-left, right - (2 * (left - MathF.Floor(left))), 3);                   // both were moved by the same part of one
            Assert.Equal(left, target);
            Assert.NotEqual(MathF.Floor(left), left.Value);
        }
    }

    [Fact]
    public void Three_members_are_a_tuple_of_three()
    {
        var block = DataBlock.OfItems(
            new RegressionBlock(), Block.Of(new CategoryBlock(), new MultiCategoryBlock(), new RegressionBlock()),
            (Shot shot) => shot.Left, shot => (shot.Animal, shot.Tags, shot.Right), new EndSplitter());
        var dls = block.DataLoaders(Shots, new LoaderOptions { BatchSize = 5, Shuffle = false, Workers = 0 });

        using var batch = dls.Train.OneBatch();
        var (animal, tags, number) = dls.Decode(batch)[1].Y;

        Assert.Equal(("dog", "dark;dry", -1f), (animal.Label, tags.ToString(), number.Value));
        Assert.Equal("(Category, MultiCategory, Number)", dls.YCodec.Name);
        Assert.Equal("(Category 1 'dog', MultiCategory 2 of 3 'dark;dry', Number -1)", dls.YCodec.Describe((animal, tags, number)));
    }

    [Fact]
    public void An_unknown_label_of_a_member_names_the_item()
    {
        Shot[] shots = [.. Shots, Shots[0] with { Animal = "bird" }];

        var error = Assert.Throws<DataException>(() => Nested().Datasets(shots));

        Assert.All(["bird", "validation", "cat, dog"], token => Assert.Contains(token, error.Message));
        Assert.Equal(12, error.Index);
    }

    [Fact]
    public void A_step_that_both_bring_runs_once()
    {
        var twice = Block.Of(Stepping(new Add(1)), Stepping(new Add(1)));

        Assert.Single(twice.BatchTransforms);
    }

    [Fact]
    public void Steps_of_one_type_with_different_settings_are_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => Block.Of(Stepping(new Add(1)), Stepping(new Add(2))));

        Assert.All(["Add", "Amount = 1", "Amount = 2"], token => Assert.Contains(token, error.Message));
    }

    [Fact]
    public void A_prediction_has_a_value_for_each_member()
    {
        var codec = new PairCodec<Category, Number>(new CategoryCodec(["a", "b"]), new NumberCodec());
        using var probabilities = torch.tensor(new[,] { { .25f, .75f } });
        using var index = probabilities.argmax(-1);
        using var number = torch.tensor(new[] { 5f });

        var prediction = codec.ReadPrediction(Tensors.Of(probabilities, number), Tensors.Of(index, number), 0);

        Assert.Equal(("b", 5f), (prediction.Value.Item1.Label, prediction.Value.Item2.Value));
        Assert.Equal([.25f, .75f, 5f], prediction.Scores);
    }

    [Fact]
    public void A_prediction_that_has_not_a_tensor_for_each_member_says_so()
    {
        var codec = new PairCodec<Category, Number>(new CategoryCodec(["a", "b"]), new NumberCodec());
        using var one = torch.tensor(new[] { 5f });

        var error = Assert.Throws<InvalidOperationException>(() => codec.ReadPrediction(one, one, 0));

        Assert.All(["(Category, Number)", "2 tensors", "gives 1"], token => Assert.Contains(token, error.Message));
    }

    private static ValueBlock<double, Number> Stepping(BatchTransform step) => new(number => new Number((float)number), new NumberCodec()) { BatchTfms = [step] };

    private sealed record Add(float Amount) : BatchTransform;

    private sealed record Shift : RandomItemTransform<float>, IEncodes<Number, float>
    {
        public Number Encode(Number value, float draw) => new(value + draw);

        protected override float Draw(in SampleContext sample) => (float)sample.Random().NextDouble(0.1, 0.9);
    }
}
