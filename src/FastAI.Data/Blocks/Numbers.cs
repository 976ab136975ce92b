using System.Collections;
using System.Globalization;

namespace FastAI;

/// <summary>Several numbers to predict at once. Two are equal when all their numbers are.</summary>
public sealed class Numbers : IReadOnlyList<float>, IEquatable<Numbers>, IShowable
{
    private readonly float[] _values;

    /// <summary>Copies the numbers.</summary>
    public Numbers(params ReadOnlySpan<float> values) => _values = values.ToArray();

    internal Numbers(IReadOnlyList<double> values)
    {
        _values = new float[values.Count];
        for (var i = 0; i < _values.Length; i++) _values[i] = (float)values[i];
    }

    /// <summary>How many there are.</summary>
    public int Count => _values.Length;

    /// <summary>The number at a place.</summary>
    public float this[int index] => _values[index];

    /// <summary>The numbers.</summary>
    public ReadOnlySpan<float> Span => _values;

    /// <inheritdoc />
    public IEnumerator<float> GetEnumerator() => ((IEnumerable<float>)_values).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc />
    public bool Equals(Numbers? other) => other is not null && Span.SequenceEqual(other.Span);

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as Numbers);

    /// <inheritdoc />
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var value in _values) hash.Add(value);
        return hash.ToHashCode();
    }

    /// <inheritdoc />
    public void ShowOn(ICanvas canvas) => canvas.Caption(ToString());

    /// <summary>The numbers in brackets; of many the first eight.</summary>
    public override string ToString()
        => $"[{string.Join(", ", _values.Take(8).Select(value => value.ToString(CultureInfo.InvariantCulture)))}{(Count > 8 ? $", … {Count}" : "")}]";
}
