using System.Collections.Concurrent;

namespace FastAI;

/// <summary>The data sets of a training run, how their values become tensors, and the steps that items go through before.</summary>
/// <typeparam name="TX">What an input is.</typeparam>
/// <typeparam name="TY">What a target is.</typeparam>
public sealed class Datasets<TX, TY>
{
    internal Datasets(Dataset<TX, TY> train, Dataset<TX, TY> valid, Codec<TX> xCodec, Codec<TY> yCodec, Pipeline<ItemTransform> itemTransforms, Pipeline<BatchTransform> batchTransforms)
        => (Train, Valid, XCodec, YCodec, ItemTransforms, BatchTransforms) = (train, valid, xCodec, yCodec, itemTransforms, batchTransforms);

    /// <summary>The training samples.</summary>
    public Dataset<TX, TY> Train { get; }

    /// <summary>The validation samples.</summary>
    public Dataset<TX, TY> Valid { get; }

    /// <summary>How inputs become tensors.</summary>
    public Codec<TX> XCodec { get; }

    /// <summary>How targets become tensors.</summary>
    public Codec<TY> YCodec { get; }

    /// <summary>Steps for items.</summary>
    public Pipeline<ItemTransform> ItemTransforms { get; }

    /// <summary>Steps for batches.</summary>
    public Pipeline<BatchTransform> BatchTransforms { get; }

    /// <summary>The samples of one split.</summary>
    public Dataset<TX, TY> this[Split split] => split == Split.Train ? Train : Valid;
}

/// <summary>What can be made of data sets.</summary>
public static partial class Datasets
{
    /// <summary>Makes the loaders of data sets. Steps that learn from data (as <c>Normalize</c> does) see the first training batch.</summary>
    /// <exception cref="DataException">An item of that first batch cannot be read, or samples have different shapes and no step that could mend it.</exception>
    public static DataLoaders<TX, TY> Load<TX, TY>(this Datasets<TX, TY> datasets, LoaderOptions? options = null)
    {
        options ??= new();
        ShapeCheck.Run(datasets, options.BatchSize);
        var skipped = new ConcurrentDictionary<int, DataException>();
        var steps = SetUp(datasets, options, skipped);
        DataLoader<TX, TY> Of(Split split, ConcurrentDictionary<int, DataException>? skipped = null)
            => new(datasets[split], datasets.XCodec, datasets.YCodec, datasets.ItemTransforms, steps, options, skipped);
        return new(Of(Split.Train, skipped), Of(Split.Valid), datasets.XCodec, datasets.YCodec);
    }

    private static Pipeline<BatchTransform> SetUp<TX, TY>(Datasets<TX, TY> datasets, LoaderOptions options, ConcurrentDictionary<int, DataException> skipped)
        => datasets.BatchTransforms.SetUp(steps => new DataLoader<TX, TY>(
            datasets.Train, datasets.XCodec, datasets.YCodec, datasets.ItemTransforms, steps, options with { Workers = 0, DropLast = false }, skipped));

    /// <summary>Lets each step that learns from data see the first batch as the steps before it leave it.</summary>
    internal static Pipeline<BatchTransform> SetUp(this Pipeline<BatchTransform> transforms, Func<Pipeline<BatchTransform>, DataLoader> loaderOf)
    {
        var steps = transforms.Steps.ToList();
        for (var i = 0; i < steps.Count; i++)
        {
            if (!steps[i].NeedsSetUp) continue;

            using var first = loaderOf(new(steps.Take(i))).OneBatch();
            steps[i] = steps[i].SetUp(first);
        }

        return new(steps);
    }
}
