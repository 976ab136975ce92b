using FastAI.Vision;
using static TorchSharp.torch;
using TensorModule = TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>;

namespace FastAI.Parity;

/// <summary>Builds the layer that a parity case is about.</summary>
public static class LayerBuilder
{
    public static TensorModule Build(ModelCase c)
    {
        using var scope = c.Op is "layers.cat" or "layers.time_distributed" ? NewDisposeScope() : null;   // TorchSharp's own layers inside
        return Make(c);
    }

    private static TensorModule Make(ModelCase c) => c.Op switch
    {
        "layers.conv_layer" => Conv(c),
        "layers.lin_bn_drop" => LinBnDrop(c),
        "layers.batchnorm_1d_flat" => new BatchNorm1dFlat(c.Long("nf")),
        "layers.adaptive_concat_pool2d" => new AdaptiveConcatPool2d(c.Long("size", 1)),
        "layers.adaptive_concat_pool1d" => new AdaptiveConcatPool1d(),
        "layers.pool_flatten" => new PoolFlatten(Enum.Parse<PoolType>(c.Text("pool_type"))),
        "layers.max_pool" => Pooling.MaxPool(c.Long("ks"), c.LongOrNull("stride"), c.Long("padding"), ceilMode: c.Bool("ceil_mode")),
        "layers.avg_pool" => Pooling.AvgPool(c.Long("ks"), c.LongOrNull("stride"), c.Long("padding"), ceilMode: c.Bool("ceil_mode")),
        "layers.simple_self_attention" => new SimpleSelfAttention(c.Long("n_in"), c.Long("ks", 1)),
        "layers.self_attention" => new SelfAttention(c.Long("n_channels")),
        "layers.pooled_self_attention2d" => new PooledSelfAttention2d(c.Long("n_channels")),
        "layers.pixel_shuffle_icnr" => new PixelShuffleIcnr(c.Long("ni"), c.LongOrNull("nf"), blur: c.Bool("blur"), norm: Norm(c, NormType.Weight)),
        "layers.res_block" => new ResBlock(c.Long("expansion"), c.Long("ni"), c.Long("nf"), Options(c)),
        "layers.se_block" => ResBlock.SE(c.Long("expansion"), c.Long("ni"), c.Long("nf"), Options(c, reduction: 16)),
        "layers.se_resnext_block" => ResBlock.SEResNeXt(c.Long("expansion"), c.Long("ni"), c.Long("nf"), Options(c, reduction: 16, groups: 32)),
        "layers.separable_block" => ResBlock.Separable(c.Long("expansion"), c.Long("ni"), c.Long("nf"), Options(c, reduction: 16)),
        "layers.se_module" => new SEModule(c.Long("ch"), c.Long("reduction")),
        "layers.sequential_ex" => SequentialEx(c),
        "layers.cat" => new Cat(Enumerable.Range(0, (int)c.Long("n")).Select(_ => nn.Linear(c.Long("n_in"), c.Long("n_out"))), c.Long("dim")),
        "layers.simple_cnn" => new SimpleCnn(c.Longs("filters")!, c.Longs("kernel_szs"), c.Longs("strides"), c.Bool("bn", true)),
        "layers.time_distributed" => TimeDistributed(c),
        _ => throw new UnknownOptionException(c.Op),
    };

    /// <summary>The fresh layer of the two suites about start values.</summary>
    public static TensorModule Fresh(ModelCase c)
    {
        switch (c.Text("layer"))
        {
            case "conv_layer": return Conv(c);
            case "res_block": return new ResBlock(c.Long("expansion"), c.Long("ni"), c.Long("nf"), Options(c));
            case "lin_bn_drop": return LinBnDrop(c);
            case "simple_self_attention": return new SimpleSelfAttention(c.Long("n_in"));
            case "pixel_shuffle_icnr": return new PixelShuffleIcnr(c.Long("ni"));
            case "embedding": return new EmbeddingLayer(c.Long("ni"), c.Long("nf"));
            case "xresnet18_first6": return Architectures.XResnet18.Build();
            case "xresnet18_linear": return new Chain(Architectures.XResnet18.Build(c.Long("n_out"))[^1]);
            case "vision_head": return new VisionModel(Architectures.XResnet18, c.Long("n_out")).Head;
            default: throw new UnknownOptionException(c.Text("layer"));
        }
    }

    /// <summary>The reference's class name of a module.</summary>
    public static string ReferenceName(nn.Module module) => module switch
    {
        BatchNormLayer norm when norm.num_features > 0 => "BatchNorm2d",
        _ when module.GetType() == typeof(Chain) => "Sequential",
        _ => module.GetType().Name,
    };

    private static ConvLayer Conv(ModelCase c) => new(
        c.Long("ni"), c.Long("nf"), c.Long("ks", 3), c.Long("stride", 1), c.LongOrNull("padding"), c.Has("bias") ? c.Bool("bias") : null,
        (int)c.Long("ndim", 2), Norm(c, NormType.Batch), c.Bool("bn_1st", true), Act(c, Activation.Relu), c.Bool("transpose"), c.Long("groups", 1));

    private static LinBnDrop LinBnDrop(ModelCase c) =>
        new(c.Long("n_in"), c.Long("n_out"), c.Bool("bn", true), c.Double("p"), Act(c, Activation.None), c.Bool("lin_first"));

    private static ResBlockOptions Options(ModelCase c, long reduction = 0, long groups = 1) => new()
    {
        Stride = c.Long("stride", 1),
        Groups = c.Long("groups", groups),
        Reduction = c.Long("reduction", reduction),
        Inner1 = c.LongOrNull("nh1"),
        Inner2 = c.LongOrNull("nh2"),
        Depthwise = c.Bool("dw"),
        SelfAttention = c.Bool("sa"),
        Norm = Norm(c, NormType.Batch),
        Act = Act(c, Activation.Relu),
        Pool = c.Text("pool") == "max" ? PoolType.Max : PoolType.Avg,
        PoolFirst = c.Bool("pool_first", true),
    };

    private static SequentialEx SequentialEx(ModelCase c) => new(c.In.GetProperty("layers").EnumerateArray().Select(TensorModule (layer) =>
    {
        var name = layer.GetProperty("name").GetString();
        long[] args = layer.TryGetProperty("args", out var listed) ? [.. listed.EnumerateArray().Select(e => e.GetInt64())] : [];
        return name switch
        {
            "conv" => new ConvLayer(args[0], args[1]),
            "stride" => new ConvLayer(args[0], args[1], stride: 2),
            "merge" => new MergeLayer(),
            "dense" => new MergeLayer(MergeType.Concat),
            "prod" => new MergeLayer(MergeType.Multiply),
            "to_orig" => new MergeLayer(MergeType.Resize),
            _ => throw new UnknownOptionException($"No layer {name}."),
        };
    }));

    private static TimeDistributed TimeDistributed(ModelCase c)
    {
        var conv = c.Longs("conv")!;
        return new TimeDistributed(nn.Conv2d(conv[0], conv[1], conv[2]), c.Bool("low_mem"), (int)c.Long("tdim", 1));
    }

    private static NormType Norm(ModelCase c, NormType otherwise) => c.Has("norm_type") ? Enum.Parse<NormType>(c.Text("norm_type")) : otherwise;

    public static Activation Act(ModelCase c, Activation otherwise) => !c.Has("act") ? otherwise
        : c.Text("act") == "leaky" ? Activation.LeakyRelu(0.2) : Activation.Parse(c.Text("act"));
}
