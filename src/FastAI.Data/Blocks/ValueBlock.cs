namespace FastAI;

/// <summary>A kind of input or target of your own: a function that makes the value, and the codec that says how values become tensors.</summary>
/// <param name="create">Makes the value from its source. Called by worker threads, several at a time.</param>
/// <param name="codec">
/// How values become tensors: <see cref="VectorCodec"/> for a row of numbers, a record derived from <see cref="FloatCodec{TValue}"/> for a type of your own that
/// is made of numbers, or one derived from <see cref="Codec{TValue}"/> for anything else.
/// </param>
/// <typeparam name="TSource">What a value is made from.</typeparam>
/// <typeparam name="TValue">The value.</typeparam>
/// <remarks>fastai's <c>TransformBlock</c>. For a block that learns from the training items, derive from <see cref="Block{TSource, TValue}"/>.</remarks>
public sealed class ValueBlock<TSource, TValue>(Func<TSource, TValue> create, Codec<TValue> codec) : Block<TSource, TValue>
{
    private readonly FittedBlock<TSource, TValue> _fitted = new(
        create ?? throw new ArgumentNullException(nameof(create)), codec ?? throw new ArgumentNullException(nameof(codec)));

    /// <inheritdoc />
    public override string Name => $"Block of {_fitted.Codec.Name}";

    /// <summary>Steps for items that every use of this block needs.</summary>
    public IReadOnlyList<ItemTransform> ItemTfms { get; init; } = [];

    /// <summary>Steps for batches that every use of this block needs.</summary>
    public IReadOnlyList<BatchTransform> BatchTfms { get; init; } = [];

    /// <inheritdoc />
    public override IReadOnlyList<ItemTransform> ItemTransforms => ItemTfms;

    /// <inheritdoc />
    public override IReadOnlyList<BatchTransform> BatchTransforms => BatchTfms;

    /// <inheritdoc />
    public override FittedBlock<TSource, TValue> Fit(BlockSources<TSource> sources) => _fitted;
}
