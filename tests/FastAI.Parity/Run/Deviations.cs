using System.IO.Enumeration;
using System.Text.Json;

namespace FastAI.Parity;

/// <summary>Quirks of the reference that this library answers otherwise on purpose, as <c>deviations.json</c> lists them.</summary>
/// <remarks>
/// A rule names ids (<c>*</c> stands for anything), or an op with conditions: values that arguments have, and names that have to be among the inputs. It is about cases
/// that are marked as quirks and no others.
/// </remarks>
public sealed class Deviations
{
    private readonly JsonElement[] _rules;

    private Deviations(JsonElement[] rules) => _rules = rules;

    /// <summary>Those that lie beside the program.</summary>
    public static Deviations OfThisProgram { get; } = Read(Path.Combine(AppContext.BaseDirectory, "deviations.json"));

    public static Deviations Read(string path) => new([.. JsonDocument.Parse(File.ReadAllBytes(path)).RootElement.EnumerateArray()]);

    /// <summary>The rules as they stand in the file.</summary>
    public IReadOnlyList<JsonElement> Rules => _rules;

    /// <summary>Why the case may be answered otherwise; null where it may not.</summary>
    public string? ReasonFor(ParityCase test)
        => test.IsQuirk && _rules.FirstOrDefault(rule => Concerns(rule, test)) is { ValueKind: JsonValueKind.Object } rule ? rule.GetProperty("reason").GetString() : null;

    private static bool Concerns(JsonElement rule, ParityCase test)
        => (rule.TryGetProperty("ids", out var ids) && ids.EnumerateArray().Any(id => FileSystemName.MatchesSimpleExpression(id.GetString(), test.Id, ignoreCase: false)))
            || (rule.TryGetProperty("op", out var op) && op.GetString() == test.Op && HasArgs(rule, test) && HasInputs(rule, test));

    private static bool HasArgs(JsonElement rule, ParityCase test)
        => !rule.TryGetProperty("args", out var args) || args.EnumerateObject().All(arg => JsonElement.DeepEquals(arg.Value, test.Arg(arg.Name)));

    private static bool HasInputs(JsonElement rule, ParityCase test)
        => !rule.TryGetProperty("in", out var names) || names.EnumerateArray().All(name => test.HasIn(name.GetString()!));
}
