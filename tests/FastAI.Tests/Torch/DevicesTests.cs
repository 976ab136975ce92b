using TorchSharp;
using Xunit;

namespace FastAI.Tests.Torch;

public class DevicesTests
{
    [Fact]
    public void The_CPU_is_always_usable_and_the_last_choice()
    {
        var usable = Devices.Usable();

        Assert.Equal(DeviceType.CPU, usable[^1].type);
        Assert.Equal(usable[0].type, Devices.Default.type);
    }

    [Fact, NoTensorLeaks]
    public void Every_usable_device_computes()
        => Assert.All(Devices.Usable(), device => Assert.Null(Devices.SelfTest(device)));

    [Fact]
    public void A_device_given_wins_over_the_default()
    {
        Assert.Equal(DeviceType.CPU, Devices.DefaultOr(torch.CPU).type);
        Assert.Equal(Devices.Default.type, Devices.DefaultOr(null).type);
    }

    [Fact]
    public void The_default_can_be_set_and_given_back()
    {
        Devices.Default = torch.CPU;
        Assert.Equal(DeviceType.CPU, Devices.Default.type);

        Devices.Default = null;
        Assert.Equal(Devices.Usable()[0].type, Devices.Default.type);
    }

    [Fact]
    public void A_device_that_is_not_there_is_refused_with_those_that_are()
    {
        var error = Assert.Throws<ArgumentException>(() => Devices.DefaultOr(new torch.Device(DeviceType.CUDA, 99)));

        Assert.Contains("cuda:99", error.Message, StringComparison.Ordinal);
        Assert.Contains("cpu", error.Message, StringComparison.Ordinal);
        Assert.Contains("TorchSharp-cuda-linux", error.Message, StringComparison.Ordinal);
    }
}
