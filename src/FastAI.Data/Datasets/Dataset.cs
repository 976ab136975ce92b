namespace FastAI;

/// <summary>The samples of one split: for each position an input and a target, made when asked for.</summary>
/// <typeparam name="TX">What an input is.</typeparam>
/// <typeparam name="TY">What a target is.</typeparam>
public sealed class Dataset<TX, TY>
{
    private readonly FittedSources<TX> _x;
    private readonly FittedSources<TY> _y;
    private readonly Func<int, string> _name;
    private readonly IReadOnlyList<int> _items;

    internal Dataset(Split split, IReadOnlyList<int> items, FittedSources<TX> x, FittedSources<TY> y, Func<int, string> name)
        => (Split, _items, _x, _y, _name) = (split, items, x, y, name);

    /// <summary>The split whose samples these are.</summary>
    public Split Split { get; }

    /// <summary>Number of samples.</summary>
    public int Count => _items.Count;

    /// <summary>The sample at a position, before any transform.</summary>
    /// <exception cref="Exception">It cannot be made; a loader adds which item it is.</exception>
    public (TX X, TY Y) this[int index] => (X(index), Y(index));

    /// <summary>A name for the sample at a position: its path where there is one.</summary>
    public string NameOf(int index) => _name(_items[index]);

    /// <summary>For each sample, the place of its item among all that were listed.</summary>
    public IReadOnlyList<int> Items => _items;

    /// <summary>The same kind of samples made of new items, in validation.</summary>
    internal Dataset<TX, TY> Of<TItem>(IReadOnlyList<TItem> items, bool withLabels)
    {
        if (_x is not FittedItems<TItem, TX> x || _y is not FittedItems<TItem, TY> y)
            throw new ArgumentException(
                $"These loaders are not made of items of type {typeof(TItem).Name}, but {_x.Describe()}. Give items as the data block's getItems lists them, " +
                $"or inputs that are ready, of type {typeof(TX).Name}.", nameof(items));

        return new(Split.Valid, new Positions(items.Count), x.Over(items), withLabels ? y.Over(items) : Nothing<TY>(), index => items[index]?.ToString() ?? $"item {index}");
    }

    /// <summary>Samples of inputs that are at hand.</summary>
    internal Dataset<TX, TY> Of(IReadOnlyList<TX> values)
        => new(Split.Valid, new Positions(values.Count), new(index => values[index], _x.Codec, []), Nothing<TY>(), index => $"value {index}");

    private static FittedSources<TValue> Nothing<TValue>() => new(_ => default!, new NothingCodec<TValue>(), []);

    internal Codec<TY> YCodec => _y.Codec;

    internal TX X(int index) => _x.Create(_items[index]);

    internal TY Y(int index) => _y.Create(_items[index]);

    /// <summary>Ways to tell the shapes of a sample's values from its position.</summary>
    internal IEnumerable<ShapeProbe<int>> Probes => _x.Probes.Concat(_y.Probes).Select(probe => probe with { ShapeOf = index => probe.ShapeOf(_items[index]) });

    /// <summary>The positions of the samples whose items were listed first.</summary>
    internal IEnumerable<int> FirstListed(int count) => Enumerable.Range(0, Count).OrderBy(index => _items[index]).Take(count);
}

/// <summary>A block that has been fitted to items: makes the value of the item at a position.</summary>
internal record FittedSources<TValue>(Func<int, TValue> Create, Codec<TValue> Codec, IReadOnlyList<ShapeProbe<int>> Probes)
{
    /// <summary>What the items are, for messages.</summary>
    public virtual string Describe() => $"of values of type {typeof(TValue).Name}";
}

/// <summary>The same with the way from an item to its value, so that it works for items that come later.</summary>
internal sealed record FittedItems<TItem, TValue>(
    Func<int, TValue> Create, Codec<TValue> Codec, IReadOnlyList<ShapeProbe<int>> Probes, Func<TItem, TValue> CreateOf) : FittedSources<TValue>(Create, Codec, Probes)
{
    public FittedSources<TValue> Over(IReadOnlyList<TItem> items) => new(index => CreateOf(items[index]), Codec, []);

    public override string Describe() => $"of items of type {typeof(TItem).Name}";
}
