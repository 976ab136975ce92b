using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace FastAI.Tests;

/// <summary>What every layer must do, whatever it computes.</summary>
public class LayerHarnessTests
{
    public static TheoryData<string> Layers => ModelCases.Ids(
        "layers", c => OpSet.Find(c.Op) is not null && c.Op is not ("layers.activation" or "layers.sigmoid_range") && c.Id != "layers.max_pool.ceil");

    [Theory]
    [MemberData(nameof(Layers))]
    public void Nothing_stays_alive_after_a_forward_pass(string id)
    {
        var c = ModelCases.Get("layers", id);
        using var noGrad = no_grad();
        using var layer = LayerBuilder.Build(c);
        using var x = c.Input();
        var before = Live();

        layer.call(x).Dispose();

        Assert.Equal(before, Live());
        Assert.False(x.IsInvalid);
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void A_disposed_layer_has_given_all_tensors_back(string id)
    {
        var c = ModelCases.Get("layers", id);
        var before = Live();

        LayerBuilder.Build(c).Dispose();

        Assert.Equal(before, Live());
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void A_layer_made_inside_a_scope_outlives_it(string id)
    {
        var c = ModelCases.Get("layers", id);
        nn.Module<Tensor, Tensor> layer;
        using (NewDisposeScope()) layer = LayerBuilder.Build(c);

        using (layer)
        {
            Assert.All(layer.StateEntries(), e => Assert.False(e.Tensor.IsInvalid));
        }
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void State_goes_from_one_layer_to_another(string id)
    {
        var c = ModelCases.Get("layers", id);
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var one = LayerBuilder.Build(c);
        using var other = LayerBuilder.Build(c);
        WeightFiller.Fill(one, "hash");
        one.eval();
        other.eval();
        using var x = c.Input();

        other.load_state_dict(one.state_dict());

        Assert.True(one.call(x).equal(other.call(x)).all().item<bool>());
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void A_layer_moves_to_another_element_type(string id)
    {
        var c = ModelCases.Get("layers", id);
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var layer = LayerBuilder.Build(c);
        var keys = ModelCases.Keys(layer);
        WeightFiller.Fill(layer, "hash");
        layer.eval();
        using var x = c.Input();
        using var single = layer.call(x);

        layer.to(float64);
        using var y = layer.call(x.to(float64));

        Assert.Equal(float64, y.dtype);
        Assert.Equal(keys, ModelCases.Keys(layer));
        Assert.True(allclose(single.to(float64), y, 1e-3, 1e-3 * Math.Max(1, y.abs().max().item<double>())));
    }

    private static long Live() => DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
}
