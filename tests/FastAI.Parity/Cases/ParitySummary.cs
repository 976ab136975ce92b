using System.Text.Json;

namespace FastAI.Parity;

/// <summary>What a case holds of a tensor that is too long to be listed: its shape, some of its values, and numbers about all of them.</summary>
public static class ParitySummary
{
    public static bool IsSummary(JsonElement json) => json.TryGetProperty("shape", out _) && json.TryGetProperty("probe", out _) && json.TryGetProperty("absmax", out _);

    /// <summary>The same of another tensor.</summary>
    public static IEnumerable<(string Name, object Value)> Of(JsonElement expected, ParityTensor tensor)
    {
        var data = tensor.Data;
        int LengthOf(string name) => expected.GetProperty(name).GetProperty("data").GetArrayLength();
        ParityTensor Picked(string name, Func<int, int> place)
            => new(expected.GetProperty(name).GetProperty("t").GetString()!, [LengthOf(name)], [.. Enumerable.Range(0, LengthOf(name)).Select(i => data[place(i)])]);

        yield return ("shape", tensor.Shape);
        yield return ("first", Picked("first", i => i));
        yield return ("last", Picked("last", i => data.Count - LengthOf("last") + i));
        yield return ("spread", Picked("spread", i => i * Math.Max(1, data.Count / 16)));
        var mean = data.Average();
        yield return ("mean", mean);
        yield return ("std", Math.Sqrt(data.Average(value => (value - mean) * (value - mean))));
        yield return ("absmax", data.Max(Math.Abs));
        yield return ("probe", data.Select((value, i) => value * Math.Sin(0.7 * i)).Average());
    }
}
