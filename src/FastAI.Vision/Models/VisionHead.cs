using static TorchSharp.torch;
using TensorModule = TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>;

namespace FastAI.Vision;

/// <summary>Pool, then linear layers with batch norm and dropout: what fastai's <c>create_head</c> puts onto a body.</summary>
/// <remarks>
/// Input <c>[batch, features, height, width]</c> (without pool <c>[batch, features]</c>), output <c>[batch, outputs]</c>. Keys are
/// fastai's: one flat chain. Linear layers after a norm have no bias, the last one too. They keep PyTorch's start values here; a
/// <see cref="VisionModel"/> draws them anew, as fastai does.
/// </remarks>
public sealed class VisionHead : Chain
{
    /// <summary>Builds a head.</summary>
    /// <param name="features">Channels that the body gives (<c>nf</c>), before any doubling by the pool.</param>
    /// <param name="outputs">Length of the result (<c>n_out</c>).</param>
    /// <param name="options">Everything else; null for the defaults.</param>
    /// <exception cref="ArgumentException">
    /// There are not as many dropouts as linear layers. fastai leaves out the layers for which there is none, the output included, without
    /// a word.
    /// </exception>
    public VisionHead(long features, long outputs, HeadOptions? options = null)
        : base(nameof(VisionHead), Parts(features, outputs, options ?? new HeadOptions()))
    {
    }

    private static List<TensorModule> Parts(long features, long outputs, HeadOptions o)
    {
        using var scope = NewDisposeScope();               // for what TorchSharp's start values leave behind
        if (o is { Pool: true, ConcatPool: true }) features *= 2;
        long[] widths = [features, .. o.Widths, outputs];
        var linears = widths.Length - 1;
        var dropouts = Dropouts(o, linears);

        List<TensorModule> layers = [];
        if (o.Pool) layers.AddRange([o.ConcatPool ? new AdaptiveConcatPool2d() : Pooling.AdaptiveAvgPool(), nn.Flatten()]);

        // Linear first: dropout goes before the first linear layer and behind each other one, and the last linear layer stands alone.
        if (o.LinearFirst && dropouts[0] != 0) layers.Add(nn.Dropout(dropouts[0]));
        for (var i = 0; i < (o.LinearFirst ? linears - 1 : linears); i++)
        {
            using var group = new LinBnDrop(
                widths[i], widths[i + 1], i > 0 || o.FirstNorm, dropouts[o.LinearFirst ? i + 1 : i],
                i < linears - 1 ? Activation.Relu : Activation.None, o.LinearFirst);
            layers.AddRange(group.Release());
        }

        if (o.LinearFirst) layers.Add(nn.Linear(widths[^2], outputs));
        if (o.FinalNorm) layers.Add(new BatchNormLayer(outputs, momentum: 0.01, bias: 0));
        if (o.Range is { } range) layers.Add(new SigmoidRange(range.Low, range.High));
        return layers;
    }

    private static double[] Dropouts(HeadOptions o, int linears) => o.Dropouts.Count switch
    {
        1 => [.. Enumerable.Repeat(o.Dropouts[0] / 2, linears - 1), o.Dropouts[0]],
        var count when count == linears => [.. o.Dropouts],
        var count => throw new ArgumentException(
            $"The head has {linears} linear layers, but {count} dropouts are given: give one number for all, or {linears}.", nameof(o)),
    };
}
