using System.Text.Json;
using TorchSharp;

namespace FastAI.Parity;

/// <summary>A tensor of a parity case: <c>{"t":"f32","shape":[2,3],"data":[…]}</c>. Whole numbers are exact up to 2^53.</summary>
public sealed record ParityTensor(string Type, IReadOnlyList<long> Shape, IReadOnlyList<double> Data)
{
    public bool IsFloat => Type is "f32" or "f64" or "f16" or "bf16";

    public static bool IsTensor(JsonElement json) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty("t", out _) && json.TryGetProperty("shape", out _);

    public static ParityTensor From(JsonElement json) => new(
        json.GetProperty("t").GetString()!,
        [.. json.GetProperty("shape").EnumerateArray().Select(e => e.GetInt64())],
        [.. json.GetProperty("data").EnumerateArray().Select(ToDouble)]);

    public static ParityTensor From(torch.Tensor tensor)
    {
        using var scope = torch.NewDisposeScope();
        var copy = tensor.detach().cpu().to_type(torch.ScalarType.Float64).contiguous();
        return new ParityTensor(NameOf(tensor.dtype), tensor.shape, copy.data<double>().ToArray());
    }

    public static ParityTensor FromBytes(ReadOnlySpan<byte> data, params long[] shape) =>
        new("u8", shape, Array.ConvertAll(data.ToArray(), b => (double)b));

    public static ParityTensor FromFloats(IEnumerable<float> data, params long[] shape) => new("f32", shape, [.. data.Select(f => (double)f)]);

    public byte[] ToBytes() => [.. Data.Select(d => checked((byte)d))];

    public float[] ToFloats() => [.. Data.Select(d => (float)d)];

    /// <summary>A new tensor of this type; the caller disposes it.</summary>
    public torch.Tensor ToTensor()
    {
        using var scope = torch.NewDisposeScope();
        return torch.tensor(Data.ToArray(), [.. Shape]).to_type(TypeOf(Type), copy: true).MoveToOuterDisposeScope();
    }

    public static double ToDouble(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.True => 1,
        JsonValueKind.False => 0,
        JsonValueKind.Number => json.GetDouble(),
        _ => json.GetString() switch
        {
            "nan" => double.NaN,
            "inf" => double.PositiveInfinity,
            "-inf" => double.NegativeInfinity,
            var other => throw new FormatException($"'{other}' is no number of a parity case."),
        },
    };

    private static string NameOf(torch.ScalarType type) => type switch
    {
        torch.ScalarType.Float32 => "f32",
        torch.ScalarType.Float64 => "f64",
        torch.ScalarType.Float16 => "f16",
        torch.ScalarType.BFloat16 => "bf16",
        torch.ScalarType.Int64 => "i64",
        torch.ScalarType.Int32 => "i32",
        torch.ScalarType.Int16 => "i16",
        torch.ScalarType.Int8 => "i8",
        torch.ScalarType.Byte => "u8",
        torch.ScalarType.Bool => "bool",
        _ => type.ToString(),
    };

    private static torch.ScalarType TypeOf(string name) =>
        Enum.GetValues<torch.ScalarType>().First(t => NameOf(t) == name);
}
