using System.Collections;

namespace FastAI;

/// <summary>The numbers from 0 to <paramref name="count"/> - 1, which take no room.</summary>
internal sealed class Positions(int count) : IReadOnlyList<int>
{
    public int this[int index] => (uint)index < (uint)count ? index : throw new ArgumentOutOfRangeException(nameof(index), index, $"There are {count} samples.");

    public int Count => count;

    public IEnumerator<int> GetEnumerator() => Enumerable.Range(0, count).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
