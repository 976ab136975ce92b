using TorchSharp;

namespace FastAI;

/// <summary>
/// A number that tells how good predictions are. It is measured over a whole pass, by a <see cref="MetricState"/> made for that pass.
/// </summary>
/// <remarks>fastai's <c>Metric</c>, which keeps its sums in itself and has to be reset.</remarks>
public abstract class Metric
{
    private protected Metric()
    {
    }

    /// <summary>The name of its column in the record; a learner's metrics have different ones.</summary>
    public abstract string Name { get; }

    /// <summary>Which way is better.</summary>
    public abstract Better Better { get; }

    /// <summary>Begins a pass.</summary>
    public abstract MetricState Start();
}

/// <summary>A metric for one kind of target.</summary>
/// <typeparam name="TTarget">The target that it measures, e.g. <see cref="Category"/>: a learner for another kind does not take it.</typeparam>
public abstract class Metric<TTarget> : Metric
{
    /// <summary>
    /// A metric that gives one value for each item, averaged over all items of a pass.
    /// </summary>
    /// <param name="name">The name of its column.</param>
    /// <param name="better">Which way is better.</param>
    /// <param name="perItem">From raw predictions and targets of a batch to one value an item, <c>[batch]</c>.</param>
    public static Metric<TTarget> PerItem(string name, Better better, Func<Tensors, Tensors, torch.Tensor> perItem)
        => new PerItemMetric<TTarget>(name, better, perItem);
}

/// <summary>Which values of a metric are better.</summary>
public enum Better
{
    /// <summary>Smaller ones: errors, losses.</summary>
    Lower,

    /// <summary>Larger ones: accuracies, scores.</summary>
    Higher,
}

/// <summary>A metric's sums over one pass.</summary>
public abstract class MetricState : IDisposable
{
    /// <summary>Takes in one batch. Nothing of it is kept alive.</summary>
    /// <param name="prediction">Raw predictions.</param>
    /// <param name="target">Targets.</param>
    public abstract void Accumulate(Tensors prediction, Tensors target);

    /// <summary>The metric over all batches so far; null before the first.</summary>
    public abstract double? Value { get; }

    /// <summary>Frees what the sums hold.</summary>
    public virtual void Dispose() => GC.SuppressFinalize(this);
}
