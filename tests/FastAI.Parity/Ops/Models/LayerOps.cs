using System.Text.Json;
using static TorchSharp.torch;

namespace FastAI.Parity;

/// <summary>The suite <c>layers</c>: what a filled layer computes, forwards and backwards.</summary>
internal static class LayerOps
{
    [Op("layers.conv_layer")]
    [Op("layers.lin_bn_drop")]
    [Op("layers.batchnorm_1d_flat")]
    [Op("layers.adaptive_concat_pool2d")]
    [Op("layers.adaptive_concat_pool1d")]
    [Op("layers.pool_flatten")]
    [Op("layers.max_pool")]
    [Op("layers.avg_pool")]
    [Op("layers.simple_self_attention")]
    [Op("layers.self_attention")]
    [Op("layers.pooled_self_attention2d")]
    [Op("layers.pixel_shuffle_icnr")]
    [Op("layers.res_block")]
    [Op("layers.se_block")]
    [Op("layers.se_resnext_block")]
    [Op("layers.separable_block")]
    [Op("layers.se_module")]
    [Op("layers.sequential_ex")]
    [Op("layers.cat")]
    [Op("layers.simple_cnn")]
    [Op("layers.time_distributed")]
    private static OpResult Run(ParityCase test)
    {
        var c = new ModelCase(test);
        using var scope = NewDisposeScope();
        using var layer = LayerBuilder.Build(c);
        WeightFiller.Fill(layer, c.Text("weights"));
        layer.train(c.Bool("train"));
        var x = c.Input();
        x.requires_grad_(test.HasOut("grad_x"));

        var y = layer.call(x);

        Dictionary<string, object> entries = layer.StateEntries().ToDictionary(entry => entry.Name, entry => (object)ParityTensor.From(entry.Tensor));
        string[] keys = [.. layer.StateEntries().Select(entry => $"{entry.Name}:{string.Join(",", entry.Tensor.shape)}")];
        List<(string, object?)> values = [("y", ParityTensor.From(y)), ("keys", keys), ("buffers", Asked(test, "buffers", entries))];
        if (!test.HasOut("grads") && !test.HasOut("grad_x")) return new([.. values]);

        var weights = tensor(Enumerable.Range(0, (int)y.numel()).Select(i => (float)Math.Sin(0.3 + (0.9 * i))).ToArray()).view(y.shape);
        y.mul(weights).sum().backward();
        var grads = layer.named_parameters().Where(named => named.parameter.grad is not null)
            .ToDictionary(named => named.name, named => (object)ParityTensor.From(named.parameter.grad!));
        return new([.. values, ("grad_x", x.grad is { } grad ? ParityTensor.From(grad) : null), ("grads", Asked(test, "grads", grads))]);
    }

    [Op("layers.activation")]
    [Op("layers.sigmoid_range")]
    private static OpResult Function(ParityCase test)
    {
        using var scope = NewDisposeScope();
        using var layer = FunctionOf(test);
        var x = new ModelCase(test).Input().requires_grad_(true);

        var y = layer.call(x);

        if (!test.HasOut("grad")) return new(("y", ParityTensor.From(y)));

        y.sum().backward();
        return new(("y", ParityTensor.From(y)), ("grad", ParityTensor.From(x.grad!)));
    }

    private static nn.Module<Tensor, Tensor> FunctionOf(ParityCase test)
    {
        if (test.Op == "layers.sigmoid_range") return new SigmoidRange(test.Double("low"), test.Double("high"));

        return test.Word("name") switch
        {
            "vleaky_relu" => Activation.LeakyRelu(0.3).Create(),
            "sigmoid" => throw new UnknownOptionException("A sigmoid that is clamped."),
            var name => Activation.Parse(name).Create(),
        };
    }

    // The case lists some of them.
    private static Dictionary<string, object> Asked(ParityCase test, string name, Dictionary<string, object> all)
        => test.HasOut(name) && test.Out(name).ValueKind == JsonValueKind.Object
            ? test.Out(name).EnumerateObject().Where(named => all.ContainsKey(named.Name)).ToDictionary(named => named.Name, named => all[named.Name])
            : [];
}
