using System.Text;

namespace FastAI;

/// <summary>
/// Orders texts by code point, as Python does. Ordinal order compares halves of code points: it puts an emoji before a letter of the last block of the basic plane.
/// </summary>
internal sealed class CodePointComparer : IComparer<string>
{
    public static CodePointComparer Instance { get; } = new();

    public int Compare(string? x, string? y)
    {
        if (x is null || y is null) return (x is null ? 0 : 1) - (y is null ? 0 : 1);

        var common = x.AsSpan().CommonPrefixLength(y);
        if (common == x.Length || common == y.Length) return x.Length - y.Length;

        // Where the first halves of two code points agree, the prefix ends within them.
        if (common > 0 && char.IsHighSurrogate(x[common - 1])) common--;
        Rune.DecodeFromUtf16(x.AsSpan(common), out var left, out _);
        Rune.DecodeFromUtf16(y.AsSpan(common), out var right, out _);
        return left != right ? left.CompareTo(right) : string.CompareOrdinal(x, y);
    }
}
