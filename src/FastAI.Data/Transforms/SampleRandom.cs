using System.Numerics;

namespace FastAI;

/// <summary>
/// A stream of random numbers that belongs to one step of one sample: it starts from (run seed, epoch, sample, step), so that what is drawn depends neither on
/// the number of workers nor on which samples share a batch, and a resumed run draws the same.
/// </summary>
/// <remarks>xoshiro256** (Blackman and Vigna, 2018), seeded by SplitMix64. Not for cryptography.</remarks>
public struct SampleRandom
{
    private ulong _a, _b, _c, _d;

    /// <summary>The stream of one step of one sample in one epoch.</summary>
    public SampleRandom(long seed, int epoch, long sample, int step = 0)
    {
        var state = Mix((ulong)seed) ^ Mix((ulong)epoch + 0x632be59bd9b4e019) ^ Mix((ulong)sample + 0xd1342543de82ef95) ^ Mix((ulong)step + 0xaf251af3b0f025b5);
        _a = Next(ref state);
        _b = Next(ref state);
        _c = Next(ref state);
        _d = Next(ref state);
    }

    /// <summary>64 random bits.</summary>
    public ulong NextBits()
    {
        var result = BitOperations.RotateLeft(_b * 5, 7) * 9;
        var shifted = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= shifted;
        _d = BitOperations.RotateLeft(_d, 45);
        return result;
    }

    /// <summary>A number from 0, included, to 1, excluded.</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A number from <paramref name="least"/>, included, to <paramref name="most"/>, excluded.</summary>
    public double NextDouble(double least, double most) => least + (most - least) * NextDouble();

    /// <summary>A whole number from 0 to <paramref name="count"/> - 1.</summary>
    public int NextInt(int count) => (int)Math.BigMul(NextBits(), (ulong)Check.AtLeast(count, 1, nameof(count)), out _);

    /// <summary>Puts <paramref name="values"/> in a random order (Fisher and Yates).</summary>
    public void Shuffle(Span<int> values)
    {
        for (var last = values.Length - 1; last > 0; last--)
        {
            var other = NextInt(last + 1);
            (values[last], values[other]) = (values[other], values[last]);
        }
    }

    private static ulong Next(ref ulong state) => Mix(state += 0x9e3779b97f4a7c15);

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return z ^ (z >> 31);
    }
}
