using Xunit;

namespace FastAI.Tests.Data;

public sealed class DataBlockTests
{
    [Fact]
    public void No_items_are_an_error_that_names_the_source()
    {
        var error = Assert.Throws<DataException>(() => TestBlocks.Numbers().Datasets(0));

        Tokens.AssertIn(error.Message, "0 items", "getItems");
    }

    [Fact]
    public void No_training_items_are_an_error_that_counts_what_the_splitter_did()
    {
        var error = Assert.Throws<DataException>(() => TestBlocks.Numbers(valid: 5).Datasets(5));

        Tokens.AssertIn(error.Message, "0 training items", "5 items", "splitter");
    }

    [Fact]
    public void A_splitter_that_gives_a_position_without_an_item_is_refused()
    {
        var block = DataBlock.Create(
            new NumberBlock(), new NumberBlock(), getItems: (int count) => Enumerable.Range(0, count).ToArray(), getY: item => item, splitter: new Beyond());

        var error = Assert.Throws<DataException>(() => block.Datasets(3));

        Tokens.AssertIn(error.Message, "position 3", "3 items", "0 to 2");
    }

    [Fact]
    public void No_input_is_read_before_it_is_asked_for()
    {
        var reads = 0;
        var block = DataBlock.Create(
            new NumberBlock(_ => reads++), new CategoryBlock(), getItems: (int count) => Enumerable.Range(0, count).ToArray(), getY: item => item % 2 == 0 ? "even" : "odd");

        var datasets = block.Datasets(10);
        Assert.Equal(0, reads);
        _ = datasets.Train[0];

        Assert.Equal(1, reads);
    }

    [Fact]
    public void A_labelling_function_that_fails_is_reported_with_its_item()
    {
        var block = DataBlock.Create(
            new NumberBlock(), new CategoryBlock(), getItems: (int count) => Enumerable.Range(0, count).ToArray(),
            getY: item => item == 3 ? throw new KeyNotFoundException("no such row") : "x");

        var error = Assert.Throws<DataException>(() => block.Datasets(10));

        Assert.Equal(("3", 3), (error.Item, error.Index));
        Tokens.AssertIn(error.Message, "getY", "item 3", "no such row", "KeyNotFoundException");
        Assert.IsType<KeyNotFoundException>(error.InnerException);
    }

    [Fact]
    public void A_labelling_function_that_returns_null_is_reported_with_its_item()
    {
        var block = DataBlock.Create(
            new NumberBlock(), new CategoryBlock(), getItems: (int count) => Enumerable.Range(0, count).ToArray(), getY: item => item == 4 ? null! : "x");

        var error = Assert.Throws<DataException>(() => block.Datasets(10));

        Assert.Equal(("4", 4), (error.Item, error.Index));
        Tokens.AssertIn(error.Message, "getY", "null", "String", "getItems");
    }

    [Fact]
    public void An_input_function_that_returns_null_is_reported_when_the_item_is_read()
    {
        var block = DataBlock.Create(
            new TextBlock(), new NumberBlock(), getItems: (int count) => Enumerable.Range(0, count).ToArray(), getX: item => item == 1 ? null! : $"{item}", getY: item => item,
            splitter: new IndexSplitter([]));
        using var dls = block.DataLoaders(2, new LoaderOptions { BatchSize = 2, Workers = 0 });

        var error = Assert.Throws<DataException>(() => dls.Train.OneBatch());

        Tokens.AssertIn(error.Message, "getX", "null", "item 1");
    }

    [Fact]
    public void A_step_that_both_blocks_bring_runs_once()
    {
        var block = DataBlock.Create(
            new BringsAStep(1), new BringsAStep(1), getItems: (int count) => Enumerable.Range(0, count).ToArray(), getY: item => item);

        Assert.Equal([new Add(1)], block.Datasets(10).BatchTransforms.Steps);
    }

    [Fact]
    public void A_step_that_is_given_takes_the_place_of_the_blocks()
    {
        var block = DataBlock.Create(
            new BringsAStep(1), new NumberBlock(), getItems: (int count) => Enumerable.Range(0, count).ToArray(), getY: item => item, batchTfms: [new Add(5), new Add(6)]);

        Assert.Equal([new Add(5), new Add(6)], block.Datasets(10).BatchTransforms.Steps);
    }

    [Fact]
    public void One_description_serves_many_sources()
    {
        var block = TestBlocks.Numbers(valid: 2);

        Assert.Equal((3, 8), (block.Datasets(5).Train.Count, block.Datasets(10).Train.Count));
    }

    private sealed class Beyond : PositionSplitter
    {
        public override SplitIndices Split(int count) => new([0, 1], [count]);
    }

    private sealed class TextBlock : Block<string, Number>
    {
        public override FittedBlock<string, Number> Fit(BlockSources<string> sources)
            => new(text => new(double.Parse(text, System.Globalization.CultureInfo.InvariantCulture)), new NumberCodec());
    }

    private sealed class BringsAStep(double amount) : Block<int, Number>
    {
        public override IReadOnlyList<BatchTransform> BatchTransforms => [new Add(amount)];

        public override FittedBlock<int, Number> Fit(BlockSources<int> sources) => new(item => new(item), new NumberCodec());
    }

    private sealed record Add(double Amount) : BatchTransform, IEncodes<TensorNumber>
    {
        public TensorNumber Encode(TensorNumber value) => new(value.Data + Amount);
    }
}
