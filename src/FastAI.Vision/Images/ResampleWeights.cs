using System.Buffers;

namespace FastAI.Vision;

/// <summary>
/// For each pixel along one side of the result: the first source pixel that counts, how many do, and their weights in fixed point. Computed as Pillow
/// computes them (float edges, double sums), so that they agree to the last bit. Rented memory: dispose it.
/// </summary>
internal readonly ref struct ResampleWeights : IDisposable
{
    /// <summary>Fraction bits of a weight: 32, less 8 of the pixel and 2 to spare.</summary>
    public const int PrecisionBits = 32 - 8 - 2;

    private readonly int[] _starts;
    private readonly int[] _counts;
    private readonly int[] _taps;
    private readonly int _most;

    /// <param name="sourceLength">Pixels along the source's side.</param>
    /// <param name="start">Where the region begins.</param>
    /// <param name="end">Where it ends.</param>
    /// <param name="length">Pixels along the result's side.</param>
    public ResampleWeights(int sourceLength, float start, float end, int length)
    {
        var scale = (double)(end - start) / length;
        var support = Math.Max(scale, 1.0);                                  // the triangle is one pixel wide to each side, of the coarser raster
        _most = ((int)Math.Ceiling(support) * 2) + 1;
        _starts = ArrayPool<int>.Shared.Rent(length);
        _counts = ArrayPool<int>.Shared.Rent(length);
        _taps = ArrayPool<int>.Shared.Rent(checked(length * _most));

        var weights = ArrayPool<double>.Shared.Rent(_most);
        var step = 1.0 / support;
        for (var i = 0; i < length; i++)
        {
            var centre = start + ((i + 0.5) * scale);
            var first = Math.Max((int)(centre - support + 0.5), 0);
            var count = Math.Min((int)(centre + support + 0.5), sourceLength) - first;

            var sum = 0.0;
            for (var k = 0; k < count; k++)
            {
                var distance = Math.Abs((k + first - centre + 0.5) * step);
                weights[k] = distance < 1.0 ? 1.0 - distance : 0.0;
                sum += weights[k];
            }

            for (var k = 0; k < count; k++)
            {
                var weight = sum != 0.0 ? weights[k] / sum : weights[k];
                _taps[(i * _most) + k] = (int)(0.5 + (weight * (1 << PrecisionBits)));
            }

            (_starts[i], _counts[i]) = (first, count);
            MaxCount = Math.Max(MaxCount, count);
        }

        ArrayPool<double>.Shared.Return(weights);
    }

    /// <summary>The most source pixels that one pixel of the result counts.</summary>
    public int MaxCount { get; }

    public int Start(int i) => _starts[i];

    public int Count(int i) => _counts[i];

    public ReadOnlySpan<int> Taps(int i) => _taps.AsSpan(i * _most, _counts[i]);

    public void Dispose()
    {
        ArrayPool<int>.Shared.Return(_starts);
        ArrayPool<int>.Shared.Return(_counts);
        ArrayPool<int>.Shared.Return(_taps);
    }
}
