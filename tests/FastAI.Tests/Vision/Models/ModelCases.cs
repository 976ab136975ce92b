using System.Text.Json;
using Xunit;
using static TorchSharp.torch;

namespace FastAI.Tests;

/// <summary>Reads the given cases and compares values with them.</summary>
public static class ModelCases
{
    private static readonly Dictionary<string, ModelCase[]> s_suites = [];
    private static readonly Lock s_lock = new();

    public static ModelCase[] Suite(string name)
    {
        lock (s_lock)
        {
            if (s_suites.TryGetValue(name, out var known)) return known;

            using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Parity", "cases", name + ".json")));
            return s_suites[name] = [.. document.RootElement.GetProperty("cases").EnumerateArray().Select(c => new ModelCase(c.Clone()))];
        }
    }

    public static ModelCase Get(string suite, string id) => Suite(suite).Single(c => c.Id == id);

    public static TheoryData<string> Ids(string suite, Func<ModelCase, bool> which)
    {
        var data = new TheoryData<string>();
        foreach (var parityCase in Suite(suite).Where(which)) data.Add(parityCase.Id);
        return data;
    }

    public static Tensor ReadTensor(JsonElement json)
    {
        var shape = json.GetProperty("shape").EnumerateArray().Select(e => e.GetInt64()).ToArray();
        var data = json.GetProperty("data").EnumerateArray();
        return json.GetProperty("t").GetString() switch
        {
            "i64" => tensor(data.Select(e => e.GetInt64()).ToArray()).view(shape),
            "f32" => tensor(data.Select(e => (float)Number(e)).ToArray()).view(shape),
            var other => throw new NotSupportedException(other),
        };
    }

    /// <summary>Compares a tensor with a tensor, a summary or a number of a case.</summary>
    public static void AssertClose(JsonElement expected, Tensor actual, ModelCase c, string what)
    {
        using var scope = NewDisposeScope();
        using var plain = actual.detach().to(float64).contiguous();
        var values = plain.data<double>().ToArray();
        if (expected.ValueKind == JsonValueKind.Number)
        {
            Close(expected.GetDouble(), Assert.Single(values), c, what);
            return;
        }

        Assert.Equal(expected.GetProperty("shape").EnumerateArray().Select(e => e.GetInt64()), actual.shape);
        if (expected.TryGetProperty("data", out var data))
        {
            var i = 0;
            foreach (var e in data.EnumerateArray()) Close(Number(e), values[i], c, $"{what}[{i++}]");
            return;
        }

        Listed("first", i => i);
        Listed("last", i => values.Length - expected.GetProperty("last").GetProperty("data").GetArrayLength() + i);
        Listed("spread", i => i * Math.Max(1, values.Length / 16));
        var mean = values.Average();
        Close(expected.GetProperty("mean").GetDouble(), mean, c, what + ".mean");
        Close(expected.GetProperty("std").GetDouble(), Math.Sqrt(values.Average(v => (v - mean) * (v - mean))), c, what + ".std");
        Close(expected.GetProperty("absmax").GetDouble(), values.Max(Math.Abs), c, what + ".absmax");
        Close(expected.GetProperty("probe").GetDouble(), values.Select((v, i) => v * Math.Sin(0.7 * i)).Average(), c, what + ".probe");

        void Listed(string name, Func<int, int> place)
        {
            var i = 0;
            foreach (var e in expected.GetProperty(name).GetProperty("data").EnumerateArray())
                Close(Number(e), values[place(i)], c, $"{what}.{name}[{i++}]");
        }
    }

    public static void Close(double expected, double actual, ModelCase c, string what)
    {
        if (expected.Equals(actual) || Math.Abs(expected - actual) <= c.AbsoluteTolerance + (c.RelativeTolerance * Math.Abs(expected))) return;
        Assert.Fail($"{c.Id}: {what} is {actual:r}, the reference has {expected:r} (rtol {c.RelativeTolerance}, atol {c.AbsoluteTolerance}).");
    }

    /// <summary>The keys of a module as cases write them.</summary>
    public static string[] Keys(nn.Module module) => [.. module.StateEntries().Select(e => $"{e.Name}:{string.Join(",", e.Tensor.shape)}")];

    public static string[] Texts(JsonElement array) => [.. array.EnumerateArray().Select(e => e.GetString()!)];

    private static double Number(JsonElement e) => e.ValueKind == JsonValueKind.Number ? e.GetDouble() : e.GetString() switch
    {
        "nan" => double.NaN,
        "inf" => double.PositiveInfinity,
        _ => double.NegativeInfinity,
    };
}
