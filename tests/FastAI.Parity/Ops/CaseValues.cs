using System.Text.Json;

namespace FastAI.Parity;

/// <summary>Arguments and inputs of cases as C# values.</summary>
public static class CaseValues
{
    public static bool Has(this ParityCase test, string arg) => test.Arg(arg).ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);

    /// <summary>An argument that the case has to have.</summary>
    public static int Int(this ParityCase test, string arg) => test.Integer(arg) ?? throw Missing(test, arg);

    /// <inheritdoc cref="Int" />
    public static double Double(this ParityCase test, string arg) => test.Number(arg) ?? throw Missing(test, arg);

    /// <inheritdoc cref="Int" />
    public static string Word(this ParityCase test, string arg) => test.Text(arg) ?? throw Missing(test, arg);

    /// <summary>Texts of a list, or the one text; numbers as they are written.</summary>
    public static string[] Texts(JsonElement json) => json.ValueKind == JsonValueKind.Array ? [.. json.EnumerateArray().Select(TextOf)] : [TextOf(json)];

    public static string[] InTexts(this ParityCase test, string name) => Texts(test.In(name));

    public static int[] InIntegers(this ParityCase test, string name) => [.. test.In(name).EnumerateArray().Select(number => number.GetInt32())];

    private static string TextOf(JsonElement json) => json.ValueKind == JsonValueKind.String ? json.GetString()! : json.GetRawText();

    private static UnknownOptionException Missing(ParityCase test, string arg) => new($"{test.Id} has no argument {arg}.");
}
