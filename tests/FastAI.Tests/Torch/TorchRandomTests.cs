using TorchSharp;
using Xunit;

namespace FastAI.Tests.Torch;

public class TorchRandomTests
{
    [Fact, NoTensorLeaks]
    public void A_seeded_stretch_draws_the_same_each_time_and_leaves_the_generator_where_it_was()
    {
        TorchRandom.Seed(1);
        var expected = Draw();
        TorchRandom.Seed(1);

        float first, second;
        using (TorchRandom.Seeded(42)) first = Draw();
        using (TorchRandom.Seeded(42)) second = Draw();

        Assert.Equal(0.3367f, first, 4);
        Assert.Equal(first, second);
        Assert.Equal(expected, Draw());
    }

    private static float Draw()
    {
        using var scope = torch.NewDisposeScope();
        return torch.randn(1).item<float>();
    }
}
