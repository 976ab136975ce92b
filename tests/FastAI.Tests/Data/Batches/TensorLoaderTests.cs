using TorchSharp;
using Xunit;

namespace FastAI.Tests.Data;

[NoTensorLeaks]
public sealed class TensorLoaderTests
{
    [Fact]
    public void Rows_of_inputs_and_targets_stay_together()
    {
        using var x = torch.tensor([.. Enumerable.Range(0, 10).Select(i => (long)i)], [10, 1]);
        using var y = torch.tensor([.. Enumerable.Range(0, 10).Select(i => 2L * i)], [10]);
        using var loader = new TensorLoader(Split.Train, x, y, new LoaderOptions { BatchSize = 4 });

        var samples = new List<long>();
        foreach (var batch in loader.Batches(epoch: 1))
        {
            using (batch)
            {
                var (inputs, targets) = (batch.Inputs[0].Data.data<long>().ToArray(), batch.Targets[0].Data.data<long>().ToArray());
                Assert.Equal(inputs.Select(value => 2 * value), targets);
                Assert.Equal(batch.Indices.Select(index => (long)index), inputs);
                samples.AddRange(inputs);
            }
        }

        Assert.Equal(8, samples.Distinct().Count());
    }

    [Fact]
    public void Changing_a_batch_in_place_leaves_the_data_alone()
    {
        using var x = torch.zeros(4, 2);
        using var y = torch.zeros(4);
        using var loader = new TensorLoader(Split.Valid, x, y, new LoaderOptions { BatchSize = 4 });

        using (var batch = loader.OneBatch()) batch.Inputs[0].Data.fill_(7);

        Assert.All(x.data<float>().ToArray(), value => Assert.Equal(0, value));
    }

    [Fact]
    public void The_callers_tensors_may_be_disposed_before_the_loader()
    {
        var (x, y) = (torch.ones(4, 2), torch.ones(4));
        using var loader = new TensorLoader(Split.Valid, x, y);
        x.Dispose();
        y.Dispose();

        using var batch = loader.OneBatch();

        Assert.Equal([4L, 2], batch.Inputs[0].Data.shape);
    }

    [Fact]
    public void Another_number_of_targets_than_inputs_is_refused()
    {
        using var x = torch.zeros(24, 1);
        using var y = torch.zeros(20);

        var error = Assert.Throws<ArgumentException>(() => DataLoaders.FromTensors(x, y));

        Tokens.AssertIn(error.Message, "24", "20");
    }

    [Fact]
    public void No_training_samples_are_refused()
    {
        using var x = torch.zeros(0, 3);
        using var y = torch.zeros(0);

        var error = Assert.Throws<ArgumentException>(() => DataLoaders.FromTensors(x, y));

        Tokens.AssertIn(error.Message, "0 training samples");
    }

    [Fact]
    public void Cancelling_ends_the_batches()
    {
        using var x = torch.zeros(8, 1);
        using var y = torch.zeros(8);
        using var loader = new TensorLoader(Split.Valid, x, y);

        Assert.Throws<OperationCanceledException>(() => loader.Batches(0, new CancellationToken(true)).Any());
    }
}
