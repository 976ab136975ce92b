using TorchSharp;
using Xunit;

namespace FastAI.Tests.Data;

[NoTensorLeaks]
public sealed class BatchTransformTests
{
    private static readonly BatchContext Context = new(42, 1, [4, 9], Split.Train, torch.CPU, 3);

    [Fact]
    public void Types_that_a_step_does_not_name_pass_untouched()
    {
        using var data = torch.zeros(2);
        var plain = new PlainTensor(data);

        Assert.Same(plain, new AddDrawnToBatch().Start(Context).Map(plain));
    }

    [Fact]
    public void A_random_step_draws_once_so_that_input_and_target_stay_aligned()
    {
        using var data = torch.zeros(2, dtype: torch.ScalarType.Float64);
        var map = new AddDrawnToBatch().Start(Context);

        using var x = map.Map(new TensorNumber(data)).Data;
        using var y = map.Map(new TensorNumber(data)).Data;

        Assert.Equal(x.data<double>().ToArray(), y.data<double>().ToArray());
        Assert.Equal([0, 0], data.data<double>().ToArray());
    }

    [Fact]
    public void A_sample_draws_the_same_whatever_batch_it_is_in()
    {
        var elsewhere = Context with { Indices = [7, 8, 9] };
        var (here, there) = (Context.RandomOf(1), elsewhere.RandomOf(2));

        Assert.Equal(here.NextBits(), there.NextBits());
    }
}
