using Xunit;

namespace FastAI.Tests.Data;

[NoTensorLeaks]
public sealed class DataSummaryTests
{
    [Fact]
    public void Shows_every_stage_in_order()
    {
        var summary = TestBlocks.Numbers(valid: 2, itemTfms: [new AddDrawn()], batchTfms: [new AddDrawnToBatch()]).Summary(6);

        var text = summary.ToString();
        Assert.Null(summary.Failure);
        Tokens.AssertIn(text, "6: 4 for training, 2 for validation", "NumberBlock", "AddDrawn", "stacked", "TensorNumber [4]", "Float64", "AddDrawnToBatch");
        string[] stages = ["Source", "Items", "Sample", "made", "AddDrawn", "(validation)", "Batch", "stacked", "AddDrawnToBatch"];
        var places = stages.Select(stage => text.IndexOf(stage, StringComparison.Ordinal)).ToArray();
        Assert.Equal(places.Order(), places);
    }

    [Fact]
    public void A_step_for_items_that_fails_ends_it_with_the_step_and_the_item()
    {
        var summary = TestBlocks.Numbers(valid: 2, itemTfms: [new AddDrawn(), new Fails()]).Summary(6);

        var error = Assert.IsType<DataException>(summary.Failure);
        Assert.Equal(("Fails", "0"), (error.Stage, error.Item));
        Tokens.AssertIn(summary.ToString(), "AddDrawn", "FAILED", "Fails failed", "no reason");
        Assert.DoesNotContain("stacked", summary.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_step_for_batches_that_fails_ends_it_after_what_came_before()
    {
        var summary = TestBlocks.Numbers(batchTfms: [new AddDrawnToBatch(), new FailsOnBatch()]).Summary(6);

        Assert.Equal("FailsOnBatch", Assert.IsType<DataException>(summary.Failure).Stage);
        Tokens.AssertIn(summary.ToString(), "stacked", "  AddDrawnToBatch", "FAILED", "no reason either");
    }

    [Fact]
    public void A_source_without_items_is_shown_as_such()
    {
        var summary = TestBlocks.Numbers().Summary(0);

        Tokens.AssertIn(summary.ToString(), "Source", "FAILED", "0 items");
    }

    [Fact]
    public void Steps_of_one_split_are_not_run_on_the_other()
    {
        var summary = TestBlocks.Numbers(valid: 1, itemTfms: [new ValidOnly()]).Summary(3);

        Assert.Null(summary.Failure);
        Assert.Equal(2, summary.ToString().Split("ValidOnly").Length);
    }

    private sealed record Fails : ItemTransform, IEncodes<Number>
    {
        public Number Encode(Number value) => throw new NotSupportedException("no reason");
    }

    private sealed record ValidOnly : ItemTransform, IEncodes<Number>
    {
        public override bool RunsOn(Split split) => split == Split.Valid;

        public Number Encode(Number value) => value;
    }

    private sealed record FailsOnBatch : BatchTransform, IEncodes<TensorNumber>
    {
        public TensorNumber Encode(TensorNumber value) => throw new NotSupportedException("no reason either");
    }
}
