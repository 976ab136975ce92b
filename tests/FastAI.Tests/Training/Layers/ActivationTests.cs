using System.Text.Json;
using Xunit;

namespace FastAI.Tests;

public class ActivationTests
{
    public static TheoryData<string> Names => ["none", "relu", "mish", "swish", "gelu", "sigmoid", "tanh", "leaky_relu(0.2)"];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_name_gives_the_activation_and_back(string name)
    {
        var activation = Activation.Parse(name);

        Assert.Equal(name, activation.Name);
        Assert.Equal($"\"{name}\"", JsonSerializer.Serialize(activation));
        Assert.Equal(activation, JsonSerializer.Deserialize<Activation>($"\"{name}\""));
    }

    [Fact]
    public void An_unknown_name_is_refused_with_the_known_ones()
    {
        var error = Assert.Throws<ArgumentException>(() => Activation.Parse("rectifier"));

        Assert.Contains("rectifier", error.Message, StringComparison.Ordinal);
        Assert.Contains("leaky_relu(slope)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void None_has_no_layer() => Assert.Throws<InvalidOperationException>(() => Activation.None.Create());
}
