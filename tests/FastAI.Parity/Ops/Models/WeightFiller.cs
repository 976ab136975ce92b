using System.Text;
using static TorchSharp.torch;

namespace FastAI.Parity;

/// <summary>Fills a model by state-dict key, so that it computes the same everywhere without a weight file.</summary>
public static class WeightFiller
{
    public static void Fill(nn.Module module, string scheme)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        foreach (var (name, entry) in module.StateEntries())
        {
            if (name.EndsWith("num_batches_tracked", StringComparison.Ordinal)) continue;
            using var filled = tensor(Values(name, entry.shape, scheme)).view(entry.shape);
            entry.copy_(filled);
        }
    }

    public static uint Crc32(string text)
    {
        var crc = uint.MaxValue;
        foreach (var b in Encoding.UTF8.GetBytes(text))
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
        }

        return ~crc;
    }

    public static double Hash(string name, long index)
    {
        unchecked
        {
            var h = Crc32(name) + (2654435769u * (uint)index);
            return Mix(h);
        }
    }

    private static double Mix(uint h)
    {
        unchecked
        {
            h ^= h >> 16;
            h *= 0x7feb352d;
            h ^= h >> 15;
            h *= 0x846ca68b;
            h ^= h >> 16;
            return (h / 2147483648.0) - 1;
        }
    }

    private static float[] Values(string name, long[] shape, string scheme)
    {
        var count = shape.Aggregate(1L, (a, b) => a * b);
        var values = new float[count];
        var crc = Crc32(name);
        var phase = crc % 1000 * 0.00628;
        var hash = scheme == "hash";
        Func<double, double> map =
            name.EndsWith("running_mean", StringComparison.Ordinal) ? v => 0.1 * v :
            name.EndsWith("running_var", StringComparison.Ordinal) ? v => 1 + (0.5 * v * v) :
            shape.Length <= 1 && name.EndsWith("weight", StringComparison.Ordinal) ? v => 1 + (0.1 * v) :
            shape.Length <= 1 ? v => 0.1 * v :
            Scale(Math.Sqrt((hash ? 6.0 : 2.0) / (count / shape[0])));
        for (var i = 0L; i < count; i++) values[i] = (float)map(hash ? Mix(unchecked(crc + (2654435769u * (uint)i))) : Math.Sin(phase + (0.011 * i)));
        return values;

        static Func<double, double> Scale(double factor) => v => v * factor;
    }
}
