using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FastAI;

/// <summary>Questions about what a module is made of.</summary>
public static class ModuleTree
{
    /// <summary>All modules without children, in order, each once: fastai's <c>flatten_model</c>.</summary>
    /// <remarks>
    /// fastai also wraps lone parameters (<c>ParameterModule</c>); here they stay with the module that has them, which is then listed after
    /// its children.
    /// </remarks>
    public static IReadOnlyList<nn.Module> Leaves(this nn.Module module)
    {
        ArgumentNullException.ThrowIfNull(module);
        List<nn.Module> leaves = [];
        Collect(module, leaves, new HashSet<nn.Module>(ReferenceEqualityComparer.Instance));
        return leaves;
    }

    /// <summary>True for a module that normalises by batch, group, layer or instance: what a frozen model may keep training.</summary>
    public static bool IsNorm(this nn.Module module) => module is NormBase or GroupNorm or LayerNorm;

    /// <summary>True for a pooling layer, or one that has a pooling layer somewhere in it: fastai's <c>has_pool_type</c>.</summary>
    public static bool HasPooling(this nn.Module module)
    {
        ArgumentNullException.ThrowIfNull(module);
        var name = module.GetType().Name;
        return (name.Contains("Pool", StringComparison.Ordinal) && char.IsDigit(name[^2])) || module.children().Any(HasPooling);
    }

    /// <summary>What each layer of a chain gives for one picture of zeros: fastai's <c>model_sizes</c>.</summary>
    /// <param name="model">The layers; they run in evaluation and are put back into their mode.</param>
    /// <param name="channels">Channels of the picture.</param>
    /// <param name="height">Its height.</param>
    /// <param name="width">Its width.</param>
    /// <returns>The shape of each layer's result, <c>[1, channels, height, width]</c>.</returns>
    public static IReadOnlyList<long[]> LayerSizes(this Chain model, long channels = 3, long height = 64, long width = 64)
    {
        ArgumentNullException.ThrowIfNull(model);
        var training = model.training;
        model.eval();
        try
        {
            using var scope = NewDisposeScope();
            using var noGrad = no_grad();
            List<long[]> sizes = [];
            var x = zeros(1, channels, height, width);
            foreach (var layer in model.Layers)
            {
                x = layer.call(x);
                sizes.Add(x.shape);
            }

            return sizes;
        }
        finally
        {
            model.train(training);
        }
    }

    /// <summary>After which layers of a chain the width of the result changes: where a U-Net connects.</summary>
    /// <param name="sizes">What <see cref="LayerSizes"/> gives.</param>
    public static IReadOnlyList<int> SizeChanges(IReadOnlyList<long[]> sizes)
    {
        ArgumentNullException.ThrowIfNull(sizes);
        return [.. Enumerable.Range(0, Math.Max(0, sizes.Count - 1)).Where(i => sizes[i][^1] != sizes[i + 1][^1])];
    }

    private static void Collect(nn.Module module, List<nn.Module> leaves, HashSet<nn.Module> seen)
    {
        var children = module.named_children().ToArray();
        foreach (var (_, child) in children) Collect(child, leaves, seen);

        var isLeaf = children.Length == 0 || module.named_parameters(recurse: false).Any();
        if (isLeaf && seen.Add(module)) leaves.Add(module);
    }
}
