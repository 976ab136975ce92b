namespace FastAI;

/// <summary>
/// Describes one kind of input or target: what it is made from, what it becomes, and which transforms it brings along.
/// </summary>
/// <typeparam name="TSource">What the block takes from an item: a path, a label.</typeparam>
/// <typeparam name="TValue">What it makes of it: an <c>Image</c>, a <see cref="Category"/>.</typeparam>
/// <remarks>fastai's <c>TransformBlock</c>. The two type parameters are the contract: a labelling function must return <typeparamref name="TSource"/>.</remarks>
public abstract class Block<TSource, TValue>
{
    /// <summary>The name shown in summaries.</summary>
    public virtual string Name => GetType().Name;

    /// <summary>Steps for items that this kind of value needs.</summary>
    public virtual IReadOnlyList<ItemTransform> ItemTransforms => [];

    /// <summary>Steps for batches that this kind of value needs.</summary>
    public virtual IReadOnlyList<BatchTransform> BatchTransforms => [];

    /// <summary>Learns what the block needs from the training items, and checks the others against it.</summary>
    public abstract FittedBlock<TSource, TValue> Fit(BlockSources<TSource> sources);
}

/// <summary>A block that has learnt what it needs.</summary>
/// <param name="Create">Makes the value from its source.</param>
/// <param name="Codec">How values become tensors.</param>
/// <typeparam name="TSource">What the block takes from an item.</typeparam>
/// <typeparam name="TValue">What it makes of it.</typeparam>
public sealed record FittedBlock<TSource, TValue>(Func<TSource, TValue> Create, Codec<TValue> Codec)
{
    /// <summary>
    /// Ways to tell the shape of a value without making it, e.g. from a file's header, so that samples that cannot be stacked are found before the first
    /// batch; none where that cannot be told.
    /// </summary>
    public IReadOnlyList<ShapeProbe<TSource>> Probes { get; init; } = [];
}

/// <summary>Tells the shape that a value will have in a batch, before any step.</summary>
/// <param name="Type">The value's type. Where a step for items changes values of this type nothing is looked at, since it may change the shape.</param>
/// <param name="ShapeOf">The shape as it is written in messages, <c>[3, 375, 500]</c>; null where it cannot be told. All samples of a batch need the same.</param>
/// <param name="Fix">What to do where shapes differ.</param>
/// <typeparam name="TSource">What the block takes from an item.</typeparam>
public sealed record ShapeProbe<TSource>(Type Type, Func<TSource, string?> ShapeOf, string Fix);

/// <summary>What a block can learn from: the sources of all items, and which of them are for training.</summary>
/// <param name="Sources">The source of each item.</param>
/// <param name="Splits">Positions of the training and validation items.</param>
/// <param name="NameOf">A name for the item at a position, a path where there is one, for messages.</param>
/// <typeparam name="TSource">What the block takes from an item.</typeparam>
public sealed record BlockSources<TSource>(IReadOnlyList<TSource> Sources, SplitIndices Splits, Func<int, string> NameOf)
{
    /// <summary>What the sources are called, for messages: the column that they are read from; null where that is not known.</summary>
    public string? Name { get; init; }
}
