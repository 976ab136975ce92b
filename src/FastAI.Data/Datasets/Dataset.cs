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

    internal TX X(int index) => _x.Create(_items[index]);

    internal TY Y(int index) => _y.Create(_items[index]);

    /// <summary>Ways to tell the shapes of a sample's values from its position.</summary>
    internal IEnumerable<ShapeProbe<int>> Probes => _x.Probes.Concat(_y.Probes).Select(probe => probe with { ShapeOf = index => probe.ShapeOf(_items[index]) });

    /// <summary>The positions of the samples whose items were listed first.</summary>
    internal IEnumerable<int> FirstListed(int count) => Enumerable.Range(0, Count).OrderBy(index => _items[index]).Take(count);
}

/// <summary>A block that has been fitted to items: makes the value of the item at a position.</summary>
internal sealed record FittedSources<TValue>(Func<int, TValue> Create, Codec<TValue> Codec, IReadOnlyList<ShapeProbe<int>> Probes);
