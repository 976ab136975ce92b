namespace FastAI;

/// <summary>The samples of one split: for each position an input and a target, made when asked for.</summary>
/// <typeparam name="TX">What an input is.</typeparam>
/// <typeparam name="TY">What a target is.</typeparam>
public sealed class Dataset<TX, TY>
{
    private readonly Func<int, TX> _x;
    private readonly Func<int, TY> _y;
    private readonly Func<int, string> _name;
    private readonly IReadOnlyList<int> _items;

    internal Dataset(Split split, IReadOnlyList<int> items, Func<int, TX> x, Func<int, TY> y, Func<int, string> name)
        => (Split, _items, _x, _y, _name) = (split, items, x, y, name);

    /// <summary>The split whose samples these are.</summary>
    public Split Split { get; }

    /// <summary>Number of samples.</summary>
    public int Count => _items.Count;

    /// <summary>The sample at a position, before any transform.</summary>
    /// <exception cref="DataException">It cannot be made; names the item.</exception>
    public (TX X, TY Y) this[int index] => (X(index), Y(index));

    /// <summary>A name for the sample at a position: its path where there is one.</summary>
    public string NameOf(int index) => _name(_items[index]);

    internal TX X(int index) => _x(_items[index]);

    internal TY Y(int index) => _y(_items[index]);
}
