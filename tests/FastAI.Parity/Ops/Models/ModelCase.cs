using System.Text.Json;
using static TorchSharp.torch;

namespace FastAI.Parity;

/// <summary>One parity case as it stands in its file.</summary>
public sealed class ModelCase
{
    public ModelCase(ParityCase test) : this(test.Json)
    {
    }

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
        if (In.TryGetProperty(name, out var listed)) return ParityTensor.From(listed).ToTensor();

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
