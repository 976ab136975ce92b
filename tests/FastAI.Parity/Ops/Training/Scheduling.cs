using System.Text.Json;

namespace FastAI.Parity;

/// <summary>Schedules and rates as cases write them.</summary>
internal static class Scheduling
{
    public static Schedule Of(JsonElement json)
        => Of(json[0].GetString()!, json[1].GetDouble(), json[2].GetDouble(), json.GetArrayLength() > 3 ? json[3].GetDouble() : null);

    public static Schedule Of(string kind, double start, double end, double? power) => kind switch
    {
        "lin" => Schedules.Linear(start, end),
        "cos" => Schedules.Cosine(start, end),
        "no" => Schedules.Constant(start),
        "exp" => Schedules.Exponential(start, end),
        "poly" => Schedules.Polynomial(start, end, power!.Value),
        var other => throw new UnknownOptionException($"No schedule {other}."),
    };

    /// <summary>A rate for all groups, or a slice; null where the case leaves it to the learner.</summary>
    public static Rates? RateOf(ParityCase test, string name)
    {
        if (test.Arg(name).ValueKind == JsonValueKind.Array) throw new UnknownOptionException("Rates are one number or a slice.");

        return test.Number(name) is { } one ? one
            : test.Number($"{name}_stop") is not { } stop ? null
            : test.Number($"{name}_start") is { } start ? Rates.Slice(start, stop) : Rates.Slice(stop);
    }

    /// <summary>One schedule for each group, where the case gives its numbers as lists; else the only one.</summary>
    public static Schedule[] PerGroup(Func<int, Schedule> make, params JsonElement[] numbers)
        => [.. Enumerable.Range(0, numbers.Max(number => number.ValueKind == JsonValueKind.Array ? number.GetArrayLength() : 1)).Select(make)];

    /// <summary>A number, or that of one group.</summary>
    public static double At(JsonElement number, int group) => ParityTensor.ToDouble(number.ValueKind == JsonValueKind.Array ? number[group] : number);
}
