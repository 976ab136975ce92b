using TorchSharp;
using Xunit;

namespace FastAI.Tests;

public class Spike
{
    [Fact]
    public void Loads()
    {
        torch.manual_seed(42);
        Assert.Equal(0.3367f, torch.randn(3)[0].item<float>(), 4);
    }
}
