using System.Text.Json;
using FastAI.Vision;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace FastAI.Tests;

public class VisionModelTests
{
    public static TheoryData<string> Known => new(Architectures.All.Select(a => a.Id));

    [Fact]
    public void A_spec_in_json_rebuilds_the_model()
    {
        using var model = new VisionModelSpec { Network = Architectures.XResnet18, Outputs = 10 }.Build();

        var json = model.Spec!.ToJson();
        using var again = VisionModelSpec.FromJson(json).Build();

        Assert.Equal("""{"arch":"xresnet18","out":10,"in":3}""", json);
        Assert.Equal(ModelCases.Keys(model), ModelCases.Keys(again));
    }

    [Fact]
    public void Only_changed_settings_of_an_architecture_are_written()
    {
        var spec = new VisionModelSpec
        {
            Network = Architectures.XResnet18 with { Act = Activation.Mish, SelfAttention = true, StemSizes = [16, 16, 32] },
            Outputs = 2,
            Channels = 1,
            Head = new HeadOptions { Widths = [64], Range = new(0, 5) },
        };

        var json = spec.ToJson();
        var again = VisionModelSpec.FromJson(json);

        const string start = """{"arch":{"id":"xresnet18","stemSizes":[16,16,32],"selfAttention":true,"act":"mish"},"out":2,"in":1""";
        Assert.StartsWith(start, json, StringComparison.Ordinal);
        Assert.Equal(json, again.ToJson());
        using var one = spec.Build();
        using var other = again.Build();
        Assert.Equal(ModelCases.Keys(one), ModelCases.Keys(other));
    }

    [Theory]
    [InlineData("""{"arch":"resnet19","out":1}""", "resnet19")]
    [InlineData("""{"arch":{"id":"xresnet18","size":3},"out":1}""", "no setting \"size\"")]
    [InlineData("""{"arch":3,"out":1}""", "")]
    public void A_file_that_names_what_is_not_known_is_refused(string json, string says)
    {
        var error = Assert.ThrowsAny<Exception>(() => VisionModelSpec.FromJson(json));

        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Known))]
    public void A_known_architecture_is_found_by_its_id_and_written_as_it(string id)
    {
        var architecture = Architectures.Find(id);

        Assert.Equal(id, architecture.Id);
        Assert.Equal($"\"{id}\"", JsonSerializer.Serialize(architecture));
        Assert.Equal(architecture, JsonSerializer.Deserialize<Architecture>($"\"{id}\""));
    }

    [Theory]
    [InlineData("xresnet18")]
    [InlineData("xresnet18_deep")]
    [InlineData("resnet18")]
    [InlineData("densenet121")]
    [InlineData("squeezenet1_0")]
    public void A_model_of_other_channels_trains_and_gives_all_memory_back(string id)
    {
        var before = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
        using (var model = new VisionModel(Architectures.Find(id), outputs: 4, channels: 2))
        using (NewDisposeScope())
        {
            using var y = model.call(randn(2, 2, 64, 64));
            y.sum().backward();

            Assert.Equal([2, 4], y.shape);
            foreach (var grad in model.parameters().Select(p => p.grad)) Assert.NotNull(grad);
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void A_network_for_sequences_is_a_setting()
    {
        using var scope = NewDisposeScope();
        using var model = (Architectures.XResnet18 with { Dimensions = 1, KernelSize = 5, Widen = 0.5 }).Build(3, 2);

        Assert.Equal([4, 3], model.call(randn(4, 2, 128)).shape);
    }

    [Fact]
    public void A_head_of_ones_own_makes_two_groups_without_a_split()
    {
        var body = VisionBody.Create(new Chain(new ConvLayer(3, 4), new ConvLayer(4, 8), new PoolFlatten()), cut: 2);
        using var model = new VisionModel(body, new Chain(new PoolFlatten(), nn.Linear(8, 2)));

        var groups = model.ParameterGroups();

        Assert.Equal([6, 2], groups.Select(g => g.Count));
        Assert.Null(model.Spec);
    }

    [Fact]
    public void An_id_cannot_be_taken_twice()
    {
        Assert.Same(Architectures.XResnet18, Architectures.Register(Architectures.XResnet18));
        Assert.Throws<ArgumentException>(() => Architectures.Register(Architectures.XResnet18 with { Widen = 2 }));
    }
}
