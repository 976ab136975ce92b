using System.Globalization;
using System.Text.Json;
using FastAI.Vision;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace FastAI.Tests;

/// <summary>The networks against keys and numbers measured on fastai 2.7.12 and torchvision 0.14.1.</summary>
public class ModelParityTests
{
    /// <summary>Models of other applications, and the U-Net: not built yet.</summary>
    private static readonly string[] s_notBuiltModels = ["unet", "tabular", "dot_bias", "embedding_nn", "lm", "text_classifier"];

    /// <summary>The cases of those models, by name.</summary>
    private static readonly string[] s_notBuilt =
    [
        "models.keys.unet-resnet18", "models.keys.unet-options", "models.keys.unet-weight", "models.keys.tabular", "models.keys.tabular-options",
        "models.keys.dot-bias", "models.keys.embedding-nn", "models.keys.lm", "models.keys.lm-untied", "models.keys.classifier",
        "models.param_groups.unet-resnet18", "models.param_groups.lm", "models.param_groups.classifier",
        "models.forward.unet-resnet18", "models.forward.unet-resnet18-sine", "models.forward.unet-odd", "models.forward.unet-options",
        "models.forward.tabular", "models.forward.tabular-cat", "models.forward.tabular-cont", "models.forward.tabular-options",
        "models.forward.tabular-nobn",
        "models.forward.dot-bias", "models.forward.dot-bias-range", "models.forward.dot-bias-one", "models.forward.embedding-nn",
        "models.train.tabular", "models.train.dot-bias",
    ];

    /// <summary>Behaviour of the reference that looks unintended, and is not copied.</summary>
    private static readonly string[] s_better =
    [
        "models.head.short-ps",                    // the reference drops the output layer without a word; here the head refuses
    ];

    public static TheoryData<string> Keys => Of("models-keys", "models.keys");
    public static TheoryData<string> Bodies => Of("models-keys", "models.body");
    public static TheoryData<string> Groups => Of("models-keys", "models.param_groups");
    public static TheoryData<string> Heads => Of("models-keys", "models.head");
    public static TheoryData<string> FirstLayers => Of("models-keys", "models.first_layer");
    public static TheoryData<string> Forwards => Of("models-forward", "models.forward");
    public static TheoryData<string> Trainings => Of("models-forward", "models.train");

    [Fact]
    public void The_names_that_are_left_out_are_exactly_the_cases_of_models_not_built()
    {
        var missing = ModelCases.Suite("models-keys").Concat(ModelCases.Suite("models-forward"))
            .Where(c => s_notBuiltModels.Contains(c.Text("model"))).Select(c => c.Id).Order();

        Assert.Equal(missing, s_notBuilt.Order());
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void Keys_are_the_references_in_order(string id)
    {
        var c = ModelCases.Get("models-keys", id);
        using var model = Build(c);

        AssertKeys(c, model);

        var parameters = model.parameters().ToList();
        Assert.Equal(c.Out.GetProperty("n_params").GetInt64(), parameters.Sum(p => p.numel()));
        Assert.Equal(c.Out.GetProperty("n_param_tensors").GetInt64(), parameters.Count);
        Assert.Equal(c.Out.GetProperty("n_buffers").GetInt64(), model.buffers().Sum(b => b.numel()));
        Assert.Equal(model.StateEntries().Select(e => e.Name), model.state_dict().Keys);
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public void A_body_is_what_is_left_under_the_head(string id)
    {
        var c = ModelCases.Get("models-keys", id);
        var architecture = Architectures.Find(c.Text("arch"));
        using var body = c.Bool("auto_cut") ? VisionBody.Create(architecture.Build()) : VisionBody.Create(architecture);

        AssertKeys(c, body);
        Assert.Equal(ModelCases.Texts(c.Out.GetProperty("children")), body.children().Select(LayerBuilder.ReferenceName));
        Assert.Equal(c.Out.GetProperty("num_features").GetInt64(), architecture.Features);
        Assert.Equal(c.Out.GetProperty("n_params").GetInt64(), body.parameters().Sum(p => p.numel()));
    }

    [Theory]
    [MemberData(nameof(Groups))]
    public void Parameters_are_grouped_as_the_reference_splits_them(string id)
    {
        var c = ModelCases.Get("models-keys", id);
        using var model = (VisionModel)Build(c);
        var norms = model.named_modules().Where(m => m.module.IsNorm()).Select(m => m.name).ToHashSet();

        var groups = model.ParameterGroups();

        Assert.Equal(Longs("tensors"), groups.Select(g => (long)g.Count));
        Assert.Equal(Longs("numel"), groups.Select(g => g.Sum(p => p.Parameter.numel())));
        Assert.Equal(ModelCases.Texts(c.Out.GetProperty("first")), groups.Select(g => g[0].Name));
        Assert.Equal(ModelCases.Texts(c.Out.GetProperty("last")), groups.Select(g => g[^1].Name));
        Assert.Equal(model.named_parameters().Select(p => p.name), groups.SelectMany(g => g).Select(p => p.Name));
        Assert.Equal(Longs("frozen_trainable"), Trainable(groups.Count - 1));
        Assert.Equal(Longs("freeze_to_minus2_trainable"), Trainable(groups.Count - 2));

        long[] Longs(string name) => [.. c.Out.GetProperty(name).EnumerateArray().Select(e => e.GetInt64())];

        IEnumerable<long> Trainable(int from) =>
            groups.Select((g, i) => i >= from ? g.Count : g.LongCount(p => norms.Contains(p.Name[..p.Name.LastIndexOf('.')])));
    }

    [Theory]
    [MemberData(nameof(Heads))]
    public void A_head_has_the_references_layers_and_results(string id)
    {
        var c = ModelCases.Get("models-keys", id);
        using var scope = NewDisposeScope();
        using var head = new VisionHead(c.Long("nf"), c.Long("n_out"), HeadOptions(c));
        WeightFiller.Fill(head, c.Text("weights"));
        head.eval();

        using var y = head.call(c.Input());

        Assert.Equal(ModelCases.Texts(c.Out.GetProperty("layers")), head.Layers.Select(InWords));
        Assert.Equal(ModelCases.Texts(c.Out.GetProperty("keys")), ModelCases.Keys(head));
        ModelCases.AssertClose(c.Out.GetProperty("y"), y, c, "y");
    }

    [Fact]
    public void Too_few_dropouts_are_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => new VisionHead(8, 3, new() { Widths = [16, 12], Dropouts = [0.1, 0.2] }));

        Assert.Contains("3 linear layers, but 2 dropouts", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(FirstLayers))]
    public void A_first_layer_is_adapted_to_other_channels(string id)
    {
        var c = ModelCases.Get("models-keys", id);
        using var scope = NewDisposeScope();
        using var model = Architectures.Find(c.Text("arch")).Build(channels: c.Long("n_in"));
        var (name, first) = model.StateEntries().First();
        Assert.Equal(c.Out.GetProperty("name").GetString(), name);
        Assert.Equal(c.Out.GetProperty("shape").EnumerateArray().Select(e => e.GetInt64()), first.shape);
        if (!c.Out.TryGetProperty("w", out var w)) return;

        using var trained = Architectures.Find(c.Text("arch")).Build();
        WeightFiller.Fill(trained, c.Text("weights"));
        using var adapted = FirstLayer.Adapt(trained.StateEntries().First().Tensor, c.Long("n_in"));

        ModelCases.AssertClose(w, adapted, c, "w");
    }

    [Theory]
    [MemberData(nameof(Forwards))]
    public void A_filled_network_computes_what_the_reference_computes(string id)
    {
        var c = ModelCases.Get("models-forward", id);
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var model = Build(c);
        WeightFiller.Fill(model, c.Text("weights"));
        model.eval();

        using var y = model.call(c.Input());

        ModelCases.AssertClose(c.Out.GetProperty("y"), y, c, "y");
    }

    [Theory]
    [MemberData(nameof(Trainings))]
    public void A_training_pass_has_the_references_loss_and_gradients(string id)
    {
        var c = ModelCases.Get("models-forward", id);
        using var scope = NewDisposeScope();
        using var model = Build(c);
        WeightFiller.Fill(model, c.Text("weights"));
        model.train();

        using var loss = model.call(c.Input()).square().mean();
        loss.backward();

        var parameters = model.named_parameters().ToDictionary(p => p.name, p => p.parameter.grad!);
        var entries = model.StateEntries().ToDictionary(e => e.Name, e => e.Tensor);
        ModelCases.AssertClose(c.Out.GetProperty("loss"), loss, c, "loss");
        Assert.Equal(c.Out.GetProperty("n_grads").GetInt32(), parameters.Count(p => p.Value is not null));
        var gradNorm = Math.Sqrt(parameters.Values.Sum(g => g.to(float64).square().sum().item<double>()));
        ModelCases.Close(c.Out.GetProperty("grad_norm").GetDouble(), gradNorm, c, "grad_norm");
        foreach (var grad in c.Out.GetProperty("grads").EnumerateObject()) ModelCases.AssertClose(grad.Value, parameters[grad.Name], c, grad.Name);
        foreach (var buffer in c.Out.GetProperty("buffers").EnumerateObject())
            ModelCases.AssertClose(buffer.Value, entries[buffer.Name], c, buffer.Name);
    }

    private static TheoryData<string> Of(string suite, string op) =>
        ModelCases.Ids(suite, c => c.Op == op && !s_notBuilt.Contains(c.Id) && !s_better.Contains(c.Id));

    private static Chain Build(ModelCase c)
    {
        var name = c.Text("model");
        if (name == "vision_model") return new VisionModel(Architectures.Find(c.Text("arch")), c.Long("n_out"), c.Long("n_in", 3), HeadOptions(c));

        var architecture = Architectures.Find(name);
        if (architecture is XResNetArchitecture x) architecture = x with { Act = LayerBuilder.Act(c, Activation.Relu), SelfAttention = c.Bool("sa") };
        return architecture.Build(c.Long("n_out", 1000));
    }

    private static HeadOptions HeadOptions(ModelCase c)
    {
        var options = new HeadOptions
        {
            Pool = c.Bool("pool", true),
            ConcatPool = c.Bool("concat_pool", true),
            FirstNorm = c.Bool("first_bn", true),
            FinalNorm = c.Bool("bn_final"),
            LinearFirst = c.Bool("lin_first"),
        };
        if (c.Longs("lin_ftrs") is { } widths) options = options with { Widths = widths };
        if (c.Has("ps"))
        {
            var ps = c.Args.GetProperty("ps");
            double[] dropouts = ps.ValueKind == JsonValueKind.Array ? [.. ps.EnumerateArray().Select(e => e.GetDouble())] : [ps.GetDouble()];
            options = options with { Dropouts = dropouts };
        }

        if (c.Has("y_range"))
        {
            var range = c.Args.GetProperty("y_range").EnumerateArray().Select(e => e.GetDouble()).ToArray();
            options = options with { Range = new(range[0], range[1]) };
        }

        return options;
    }

    private static void AssertKeys(ModelCase c, nn.Module model)
    {
        var keys = ModelCases.Keys(model);
        if (c.Out.TryGetProperty("keys", out var all)) Assert.Equal(ModelCases.Texts(all), keys);
        if (c.Out.TryGetProperty("first_keys", out var first)) Assert.Equal(ModelCases.Texts(first), keys.Take(first.GetArrayLength()));
        if (c.Out.TryGetProperty("last_keys", out var last)) Assert.Equal(ModelCases.Texts(last), keys.TakeLast(last.GetArrayLength()));
        Assert.Equal(c.Out.GetProperty("n_keys").GetInt32(), keys.Length);
        Assert.Equal(c.Out.GetProperty("keys_crc32").GetUInt32(), WeightFiller.Crc32(string.Join('\n', keys)));
    }

    private static string InWords(nn.Module layer) => layer switch
    {
        BatchNormLayer norm => string.Create(CultureInfo.InvariantCulture, $"BatchNorm1d({norm.num_features},{norm.momentum})"),
        Dropout dropout => string.Create(CultureInfo.InvariantCulture, $"Dropout({dropout.p})"),
        Linear linear => $"Linear({linear.in_features},{linear.out_features},{(linear.bias is null ? "nobias" : "bias")})",
        _ => LayerBuilder.ReferenceName(layer),
    };
}
