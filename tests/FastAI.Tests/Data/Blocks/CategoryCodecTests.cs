using TorchSharp;
using Xunit;

namespace FastAI.Tests.Data;

[NoTensorLeaks]
public sealed class CategoryCodecTests
{
    private readonly CategoryCodec _codec = new(["ant", "cat", "dog"]);

    [Fact]
    public void Decoding_undoes_encoding()
    {
        using var builder = _codec.NewBatch(3);
        foreach (var slot in (int[])[2, 0, 1]) builder.Write(slot, _codec[2 - slot]);
        List<TensorElement> elements = [];

        builder.Build(3, elements);

        var batch = Assert.IsType<TensorCategory>(Assert.Single(elements));
        using var data = batch.Data;
        Assert.Equal([2, 1, 0], data.data<long>().ToArray());
        Assert.Equal(["dog", "cat", "ant"], Enumerable.Range(0, 3).Select(sample => _codec.Decode([batch], sample).Label));
    }

    [Fact]
    public void A_batch_that_is_not_full_holds_what_was_written()
    {
        using var builder = _codec.NewBatch(4);
        builder.Write(0, _codec[1]);
        List<TensorElement> elements = [];

        builder.Build(1, elements);

        using var data = elements[0].Data;
        Assert.Equal([1L], data.shape);
        Assert.Equal([1L], data.data<long>().ToArray());
    }

    [Fact]
    public void A_builder_that_is_given_up_frees_its_tensor()
    {
        using var builder = _codec.NewBatch(4);
        builder.Write(0, _codec[1]);
    }

    [Fact]
    public void Writing_allocates_nothing()
    {
        using var builder = _codec.NewBatch(64);
        var category = _codec[1];
        builder.Write(0, category);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var slot = 0; slot < 64; slot++) builder.Write(slot, category);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.InRange(allocated, 0, 64 * 64);
    }

    [Fact]
    public void A_prediction_is_the_class_its_probability_and_all_scores()
    {
        using var activated = torch.tensor(new[,] { { .2f, .7f, .1f } });
        using var decoded = torch.tensor(new[] { 1L });

        var prediction = _codec.ReadPrediction(activated, decoded, 0);

        Assert.Equal("cat", prediction.Value.Label);
        Assert.Equal([.2f, .7f, .1f], prediction.Scores);
        Assert.Equal("cat (70.0 %)", prediction.ToString());
    }

    [Fact]
    public void Knows_what_a_model_has_to_predict()
    {
        Assert.Equal((TargetKind.Category, 3), (_codec.Kind, _codec.Outputs));
        Assert.Null(_codec.Find("zebra"));
        Assert.Equal("Category 1 'cat'", _codec.Describe(_codec[1]));
    }

    [Fact]
    public void A_class_given_twice_is_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => new CategoryCodec(["a", "b", "a"]));

        Tokens.AssertIn(error.Message, "'a'", "twice");
    }
}
