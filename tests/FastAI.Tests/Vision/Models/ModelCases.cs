using System.Text.Json;
using Xunit;
using static TorchSharp.torch;

namespace FastAI.Tests;

/// <summary>One parity case as it stands in its file.</summary>
public sealed class ModelCase
{
    public ModelCase(JsonElement json)
    {
        Id = json.GetProperty("id").GetString()!;
        Op = json.GetProperty("op").GetString()!;
        Args = json.GetProperty("args");
        In = json.GetProperty("in");
        Out = json.GetProperty("out");
        RelativeTolerance = json.TryGetProperty("rtol", out var r) && r.ValueKind == JsonValueKind.Number ? r.GetDouble() : 1e-5;
        AbsoluteTolerance = json.TryGetProperty("atol", out var a) && a.ValueKind == JsonValueKind.Number ? a.GetDouble() : 1e-6;
    }

    public string Id { get; }
    public string Op { get; }
    public JsonElement Args { get; }
    public JsonElement In { get; }
    public JsonElement Out { get; }
    public double RelativeTolerance { get; }
    public double AbsoluteTolerance { get; }

    public bool Has(string name) => Args.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null;
    public long Long(string name, long otherwise = 0) => Has(name) ? Args.GetProperty(name).GetInt64() : otherwise;
    public long? LongOrNull(string name) => Has(name) ? Args.GetProperty(name).GetInt64() : null;
    public double Double(string name, double otherwise = 0) => Has(name) ? Args.GetProperty(name).GetDouble() : otherwise;
    public bool Bool(string name, bool otherwise = false) => Has(name) ? Args.GetProperty(name).GetBoolean() : otherwise;
    public string Text(string name, string otherwise = "") => Has(name) ? Args.GetProperty(name).GetString()! : otherwise;
    public long[]? Longs(string name) => Has(name) ? [.. Args.GetProperty(name).EnumerateArray().Select(e => e.GetInt64())] : null;

    /// <summary>The deterministic input, or the tensor listed under a name.</summary>
    public Tensor Input(string name = "x")
    {
        if (In.TryGetProperty(name, out var listed)) return ModelCases.ReadTensor(listed);

        var shape = Longs("input_shape")!;
        var count = shape.Aggregate(1L, (a, b) => a * b);
        var k = Double("input_k");
        var rows = Text("input") == "rows";
        var perSample = count / shape[0];
        var values = new float[count];
        for (var i = 0L; i < count; i++) values[i] = (float)Math.Sin(rows ? k * ((i / perSample) + 1) * (i % perSample) : k * i);
        return tensor(values).view(shape);
    }

    public override string ToString() => Id;
}

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
