using System.Collections;
using System.Globalization;
using TorchSharp;

namespace FastAI.Parity;

/// <summary>Writes values as a reader of a report wants them: like the JSON of a case, and not longer than a few lines.</summary>
public static class ParityText
{
    private const int Most = 400;

    public static string Of(object? value) => Short(Full(value));

    public static string Short(string text) => text.Length <= Most ? text : $"{text[..Most]}… ({text.Length} characters)";

    private static string Full(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        bool flag => flag ? "true" : "false",
        ParityTensor tensor => $"{tensor.Type} [{string.Join(", ", tensor.Shape)}] [{string.Join(", ", tensor.Data.Take(64).Select(Number))}{(tensor.Data.Count > 64 ? ", …" : "")}]",
        torch.Tensor => "a tensor",
        IDictionary map => $"{{{string.Join(", ", map.Keys.Cast<object>().Select(key => $"{key}: {Full(map[key])}"))}}}",
        IEnumerable list => $"[{string.Join(", ", list.Cast<object?>().Select(Full))}]",
        IConvertible number => Number(number.ToDouble(CultureInfo.InvariantCulture)),
        _ => value.ToString() ?? "",
    };

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
