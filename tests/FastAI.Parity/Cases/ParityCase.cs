using System.Collections;
using System.Globalization;
using System.Text.Json;
using TorchSharp;

namespace FastAI.Parity;

/// <summary>One case: arguments, inputs and what the reference gave out.</summary>
public sealed class ParityCase(JsonElement json)
{
    private readonly double _relative = json.TryGetProperty("rtol", out var r) ? r.GetDouble() : 1e-5;
    private readonly double _absolute = json.TryGetProperty("atol", out var a) ? a.GetDouble() : 1e-6;

    public string Id { get; } = json.GetProperty("id").GetString()!;

    public string Op { get; } = json.GetProperty("op").GetString()!;

    /// <summary>An argument; its JSON <c>undefined</c> (see <see cref="JsonElement.ValueKind"/>) when the case leaves it at the default.</summary>
    public JsonElement Arg(string name) =>
        json.TryGetProperty("args", out var args) && args.TryGetProperty(name, out var value) ? value : default;

    public string? Text(string name) => Arg(name) is { ValueKind: JsonValueKind.String } e ? e.GetString() : null;

    public int? Integer(string name) => Arg(name) is { ValueKind: JsonValueKind.Number } e ? e.GetInt32() : null;

    public double? Number(string name) => Arg(name) is { ValueKind: JsonValueKind.Number } e ? e.GetDouble() : null;

    public bool? Flag(string name) => Arg(name) is { ValueKind: JsonValueKind.True or JsonValueKind.False } e ? e.GetBoolean() : null;

    public double[]? Numbers(string name) =>
        Arg(name) is { ValueKind: JsonValueKind.Array } e ? [.. e.EnumerateArray().Select(ParityTensor.ToDouble)] : null;

    /// <summary>Whether the reference's answer looks like a defect of its own.</summary>
    public bool IsQuirk => Flag("quirk") == true;

    /// <summary>Whether the reference refuses: the case has nothing else, or what the message holds.</summary>
    public bool Raises => HasOut("raises") && json.GetProperty("out").EnumerateObject().All(named => named.Name is "raises" or "message_has");

    /// <summary>The whole case.</summary>
    public JsonElement Json => json;

    /// <summary>All that the reference gave, as it stands in the file.</summary>
    public JsonElement Expected => json.GetProperty("out");

    public JsonElement In(string name) => json.GetProperty("in").GetProperty(name);

    public bool HasIn(string name) => json.TryGetProperty("in", out var values) && values.TryGetProperty(name, out _);

    public JsonElement Out(string name) => json.GetProperty("out").GetProperty(name);

    public ParityTensor InTensor(string name) => ParityTensor.From(In(name));

    public ParityTensor OutTensor(string name) => ParityTensor.From(json.GetProperty("out").GetProperty(name));

    public bool HasOut(string name) => json.GetProperty("out").TryGetProperty(name, out _);

    /// <summary>
    /// Checks that every name under <c>out</c> is among <paramref name="actual"/> and equal. A value may be a <see cref="ParityTensor"/>, a
    /// <see cref="torch.Tensor"/>,
    /// a number, a string, a boolean, null, a list or a dictionary with string keys. Names that the case does not have are not looked at.
    /// </summary>
    /// <exception cref="ParityMismatchException">The first difference.</exception>
    public void AssertOut(params (string Name, object? Value)[] actual)
    {
        foreach (var expected in json.GetProperty("out").EnumerateObject())
        {
            var found = actual.Where(a => a.Name == expected.Name).ToList();
            if (found.Count == 1) Compare(expected.Value, found[0].Value, expected.Name);
            else throw new ParityMismatchException($"{Id}: the case expects '{expected.Name}'; there is {string.Join(", ", actual.Select(a => a.Name))}.");
        }
    }

    /// <summary>Checks that one name under <c>out</c> is equal; the others are not looked at.</summary>
    public void AssertOut(string name, object? actual) => Compare(Out(name), actual, name);

    private void Compare(JsonElement expected, object? actual, string place)
    {
        switch (expected.ValueKind)
        {
            case JsonValueKind.Object when ParityTensor.IsTensor(expected): CompareTensor(ParityTensor.From(expected), actual, place); break;
            case JsonValueKind.Object when ParitySummary.IsSummary(expected): CompareSummary(expected, actual, place); break;
            case JsonValueKind.Object: CompareObject(expected, actual, place); break;
            case JsonValueKind.Array: CompareList(expected, actual, place); break;
            case JsonValueKind.Number: CompareNumber(expected.GetDouble(), actual, expected.TryGetInt64(out _), place); break;
            case JsonValueKind.String when actual is float or double: CompareNumber(ParityTensor.ToDouble(expected), actual, false, place); break;
            case JsonValueKind.String: Check(expected.GetString() == actual?.ToString(), expected, actual, place); break;
            case JsonValueKind.True or JsonValueKind.False: Check(actual is bool b && b == expected.GetBoolean(), expected, actual, place); break;
            default: Check(actual is null, expected, actual, place); break;
        }
    }

    private void CompareTensor(ParityTensor expected, object? actual, string place)
    {
        var tensor = actual switch
        {
            ParityTensor t => t,
            torch.Tensor t => ParityTensor.From(t),
            _ => throw Mismatch("a tensor", actual, place),
        };
        var shape = $"[{string.Join(", ", expected.Shape)}]";
        if (!expected.Shape.SequenceEqual(tensor.Shape)) Fail(place, shape, $"[{string.Join(", ", tensor.Shape)}] (shape)");
        if (expected.IsFloat != tensor.IsFloat && !expected.IsFloat) Fail(place, expected.Type, $"{tensor.Type} (type)");

        for (var i = 0; i < expected.Data.Count; i++)
        {
            var equal = expected.IsFloat ? IsNear(expected.Data[i], tensor.Data[i]) : expected.Data[i].Equals(tensor.Data[i]);
            if (!equal) Fail($"{place}[{i}] of {shape}", Print(expected.Data[i]), Print(tensor.Data[i]));
        }
    }

    private void CompareSummary(JsonElement expected, object? actual, string place)
    {
        var tensor = actual switch { ParityTensor t => t, torch.Tensor t => ParityTensor.From(t), _ => throw Mismatch("a tensor", actual, place) };
        foreach (var (name, value) in ParitySummary.Of(expected, tensor)) Compare(expected.GetProperty(name), value, $"{place}.{name}");
    }

    private void CompareObject(JsonElement expected, object? actual, string place)
    {
        var dictionary = actual as IDictionary ?? throw Mismatch("an object", actual, place);
        foreach (var property in expected.EnumerateObject())
        {
            Check(dictionary.Contains(property.Name), property.Value, "nothing", $"{place}.{property.Name}");
            Compare(property.Value, dictionary[property.Name], $"{place}.{property.Name}");
        }

        Check(dictionary.Count == expected.EnumerateObject().Count(), expected, string.Join(", ", dictionary.Keys.Cast<object>()), $"{place} (keys)");
    }

    private void CompareList(JsonElement expected, object? actual, string place)
    {
        if (actual is string or not IEnumerable) throw Mismatch("a list", actual, place);
        var items = ((IEnumerable)actual).Cast<object?>().ToList();
        Check(items.Count == expected.GetArrayLength(), expected, $"{items.Count} items", $"{place} (length)");
        for (var i = 0; i < items.Count; i++) Compare(expected[i], items[i], $"{place}[{i}]");
    }

    private void CompareNumber(double expected, object? actual, bool isExact, string place)
    {
        if (actual is not IConvertible or string or bool) Fail(place, Print(expected), actual?.ToString() ?? "null");
        var number = Convert.ToDouble(actual, CultureInfo.InvariantCulture);
        var isInteger = actual is not (float or double or decimal);
        if (isExact && isInteger ? number != expected : !IsNear(expected, number)) Fail(place, Print(expected), Print(number));
    }

    private bool IsNear(double expected, double actual) =>
        double.IsFinite(expected) ? Math.Abs(expected - actual) <= _absolute + (_relative * Math.Abs(expected)) : expected.Equals(actual);

    private void Check(bool isEqual, JsonElement expected, object? actual, string place)
    {
        if (!isEqual) Fail(place, expected.GetRawText(), actual?.ToString() ?? "null");
    }

    private ParityMismatchException Mismatch(string expected, object? actual, string place)
        => new($"{Id}: '{place}' is {expected} in the case, and {ParityText.Of(actual)} here.");

    private void Fail(string place, string expected, string actual)
        => throw new ParityMismatchException($"{Id}: {place} is {actual}, fastai gives {expected}.");

    private static string Print(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
