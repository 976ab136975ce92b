using FastAI.Vision;
using TorchSharp;
using Xunit;

namespace FastAI.Tests.Vision;

[NoTensorLeaks]
public sealed class NormalizeTests
{
    public static TheoryData<string> VisionCases => ParityCases.Of("vision-aug", "vision.aug.normalize");

    [Theory, MemberData(nameof(VisionCases))]
    public void Agrees_with_fastais_vision(string id)
    {
        var test = ParityCases.Get("vision-aug", id);
        using var x = test.InTensor("x").ToTensor();
        var step = Of(test, x);
        var encoded = step.Encode(new TensorImage(x));
        using var encodedData = encoded.Data;
        using var decoded = step.Decode(encoded).Data;

        test.AssertOut(("x", encodedData), ("decoded", decoded));
    }

    [Fact]
    public void Learns_from_a_batch_as_fastai_does()
    {
        var test = ParityCases.Get("vision-aug", "vision.aug.normalize_fit.batch");
        using var x = test.InTensor("x").ToTensor();
        var step = Of(test, x);
        using var encoded = step.Encode(new TensorImage(x)).Data;

        test.AssertOut(("mean", ParityTensor.FromFloats(step.Mean!, 1, 3, 1, 1)), ("std", ParityTensor.FromFloats(step.Std!, 1, 3, 1, 1)), ("x", encoded));
    }

    [Fact]
    public void Learns_when_loaders_are_made_from_training_images_as_the_steps_before_leave_them()
    {
        using var folder = ImageFolder.CatsAndDogs(20);
        var block = ImageFolder.Block(valid: path => path.EndsWith("9.png", StringComparison.Ordinal), batchTfms: [new Normalize()]);

        using var dls = block.DataLoaders(folder.Path, new LoaderOptions { BatchSize = 36, Workers = 0 });

        using var batch = dls.Train.OneBatch();
        using var valid = dls.Valid.OneBatch();
        var step = Assert.IsType<Normalize>(dls.Train.BatchTransforms.Steps[^1]);
        Assert.Same(step, dls.Valid.BatchTransforms.Steps[^1]);
        Assert.All(step.Mean!, mean => Assert.InRange(mean, 0.4f, 0.6f));
        Assert.InRange(batch.Inputs[0].Data.data<float>().Average(), -1e-4f, 1e-4f);
        Assert.InRange(valid.Inputs[0].Data.data<float>().Average(), -0.2f, 0.2f);
    }

    [Fact]
    public void What_is_given_is_kept_and_only_the_rest_is_learnt()
    {
        using var x = torch.rand([2, 3, 4, 4]);
        using var batch = new Batch([new TensorImage(x.alias())], [], [0, 1], Split.Train);

        var step = (Normalize)new Normalize { Mean = [0, 0, 0] }.SetUp(batch);

        Assert.Equal([0, 0, 0], step.Mean!);
        Assert.All(step.Std!, std => Assert.InRange(std, 0.2f, 0.4f));
        Assert.False(step.NeedsSetUp);
    }

    [Fact]
    public void Statistics_that_are_no_numbers_are_refused()
    {
        using var batch = new Batch([new TensorImage(torch.rand([1, 3, 1, 1]))], [], [0], Split.Train);

        var error = Assert.Throws<InvalidOperationException>(() => new Normalize().SetUp(batch));

        Tokens.AssertIn(error.Message, "[1, 3, 1, 1]", "finite", "Mean and Std");
    }

    [Fact]
    public void Data_without_images_are_refused_with_the_way_out()
    {
        using var batch = new Batch([new PlainTensor(torch.rand([2, 3]))], [], [0, 1], Split.Train);

        Tokens.AssertIn(Assert.Throws<InvalidOperationException>(() => new Normalize().SetUp(batch)).Message, "no images", "Mean and Std");
    }

    [Fact]
    public void Without_statistics_it_says_how_to_get_them()
    {
        using var x = torch.rand([1, 3, 2, 2]);

        Tokens.AssertIn(Assert.Throws<InvalidOperationException>(() => new Normalize().Encode(new TensorImage(x))).Message, "no statistics", "Mean and Std");
    }

    [Fact]
    public void Another_number_of_channels_is_refused()
    {
        using var x = torch.rand([1, 1, 2, 2]);

        Tokens.AssertIn(Assert.Throws<ArgumentException>(() => Normalize.ImageNet.Encode(new TensorImage(x))).Message, "3 channels", "1", "[1, 1, 2, 2]");
    }

    [Fact]
    public void A_deviation_of_0_is_refused()
    {
        Tokens.AssertIn(Assert.Throws<ArgumentOutOfRangeException>(() => new Normalize { Mean = [0], Std = [0] }).Message, "Std", "above 0");
    }

    private static Normalize Of(ParityCase test, torch.Tensor x)
    {
        if (test.Numbers("mean") is { } mean) return new() { Mean = [.. mean.Select(m => (float)m)], Std = [.. test.Numbers("std")!.Select(s => (float)s)] };

        using var batch = new Batch([new TensorImage(x.alias())], [], [.. Enumerable.Range(0, (int)x.shape[0])], Split.Train);
        return (Normalize)new Normalize().SetUp(batch);
    }
}
