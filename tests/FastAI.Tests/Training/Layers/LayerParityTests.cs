using System.Text.Json;
using FastAI.Vision;
using Xunit;
using static TorchSharp.torch;
using TensorModule = TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>;

namespace FastAI.Tests;

/// <summary>The layers against numbers measured on fastai 2.7.12.</summary>
public class LayerParityTests
{
    /// <summary>Not built yet, and why.</summary>
    private static readonly string[] s_notBuilt =
    [
        "layers.flatten_model.params",             // lone parameters stay with their module here, they are not wrapped
        "layers.flatten_model.params_nested",
        "layers.flatten_model.tabular",            // the tabular model
        "layers.init_constant.decoder",            // the language model
        "layers.init_stats.awd",
    ];

    public static TheoryData<string> Icnr => Of("layers.icnr_init");
    public static TheoryData<string> Flattened => Of("layers.flatten_model");
    public static TheoryData<string> Sizes => Of("layers.model_sizes");
    public static TheoryData<string> Constants => Of("layers.init_constant");
    public static TheoryData<string> Deviations => Of("layers.init_stats");

    [Fact]
    public void Every_name_that_is_left_out_is_a_case()
    {
        var ids = ModelCases.Suite("layers").Select(c => c.Id).ToHashSet();

        Assert.All(s_notBuilt, id => Assert.Contains(id, ids));
    }

    [Theory]
    [MemberData(nameof(Icnr))]
    public void Icnr_repeats_each_inner_kernel(string id)
    {
        var c = ModelCases.Get("layers", id);
        using var scope = NewDisposeScope();
        using var weight = zeros(c.Longs("shape")!);

        using var w = PixelShuffleIcnr.IcnrInit(weight, (int)c.Long("scale"), inner => inner.copy_(arange(1, inner.numel() + 1).view(inner.shape)));

        ModelCases.AssertClose(c.Out.GetProperty("w"), w, c, "w");
    }

    [Theory]
    [MemberData(nameof(Flattened))]
    public void Leaves_are_the_modules_without_children(string id)
    {
        var c = ModelCases.Get("layers", id);
        using TensorModule model = c.Text("model") switch
        {
            "conv_layer" => new ConvLayer(3, 4),
            "nested" => new Chain(new ConvLayer(3, 4), new Chain(new Chain(nn.ReLU()), nn.Linear(4, 2))),
            "res_block" => new ResBlock(1, 4, 8, new() { Stride = 2 }),
            var other => throw new NotSupportedException(other),
        };

        Assert.Equal(ModelCases.Texts(c.Out.GetProperty("leaves")), model.Leaves().Select(LayerBuilder.ReferenceName));
        Assert.Equal(ModelCases.Texts(c.Out.GetProperty("children")), model.children().Select(LayerBuilder.ReferenceName));
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Sizes_are_those_of_one_dummy_sample(string id)
    {
        var c = ModelCases.Get("layers", id);
        var size = c.Longs("size")!;
        var name = c.Text("model");
        using Chain model = name switch
        {
            "gray" => new Chain(new ConvLayer(1, 4), new ConvLayer(4, 6, stride: 2)),
            "convs" => new Chain(new ConvLayer(2, 4, 5, padding: 0), Pooling.MaxPool(2), new ConvLayer(4, 3, stride: 3)),
            "squeezenet_body" => VisionBody.Create(Architectures.Squeezenet1_1),
            _ => VisionBody.Create(Architectures.Find(name.Replace("_body", "", StringComparison.Ordinal))),
        };

        var sizes = model.LayerSizes(c.Out.GetProperty("in_channels").GetInt64(), size[0], size[1]);

        var expected = c.Out.GetProperty("sizes").EnumerateArray().Select(s => s.EnumerateArray().Select(e => e.GetInt64()).ToArray());
        Assert.Equal(expected, sizes);
        Assert.Equal(c.Out.GetProperty("num_features").GetInt64(), sizes[^1][1]);
        Assert.Equal(c.Out.GetProperty("size_changes").EnumerateArray().Select(e => e.GetInt32()), ModuleTree.SizeChanges(sizes));
    }

    [Theory]
    [MemberData(nameof(Constants))]
    public void A_fresh_layer_starts_with_the_references_constants(string id)
    {
        var c = ModelCases.Get("layers", id);
        using var layer = LayerBuilder.Fresh(c);
        var entries = layer.StateEntries().Where(e => !e.Name.EndsWith("num_batches_tracked", StringComparison.Ordinal)).ToList();

        var values = c.Out.GetProperty("values").EnumerateObject().ToList();
        Assert.Equal(values.Select(v => v.Name), entries.Select(e => e.Name).Take(values.Count));
        foreach (var ((_, tensor), value) in entries.Zip(values))
        {
            var (low, high) = (tensor.min().item<float>(), tensor.max().item<float>());
            if (value.Value.ValueKind == JsonValueKind.String) Assert.NotEqual(low, high);
            else Assert.Equal((value.Value.GetSingle(), value.Value.GetSingle()), (low, high));
        }
    }

    [Theory]
    [MemberData(nameof(Deviations))]
    public void A_fresh_layer_is_drawn_from_the_references_distributions(string id)
    {
        var c = ModelCases.Get("layers", id);
        manual_seed(1);
        using var layer = LayerBuilder.Fresh(c);
        var entries = layer.StateEntries().ToDictionary(e => e.Name, e => e.Tensor);

        foreach (var stat in c.Out.GetProperty("stats").EnumerateObject())
        {
            using var values = entries[stat.Name].detach();
            Assert.Equal(stat.Value.GetProperty("shape").EnumerateArray().Select(e => e.GetInt64()), values.shape);
            ModelCases.Close(stat.Value.GetProperty("std").GetDouble(), values.std().item<float>(), c, stat.Name + ".std");
            if (!stat.Value.TryGetProperty("absmax", out var absmax)) continue;
            ModelCases.Close(absmax.GetDouble(), values.abs().max().item<float>(), c, stat.Name + ".absmax");
        }
    }

    private static bool Built(ModelCase c) => !s_notBuilt.Contains(c.Id);

    private static TheoryData<string> Of(string op) => ModelCases.Ids("layers", c => c.Op == op && Built(c));
}
