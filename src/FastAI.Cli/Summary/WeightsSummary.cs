using System.Globalization;
using Spectre.Console;

namespace FastAI.Cli;

/// <summary>The tensors of a file of weights.</summary>
internal static class WeightsSummary
{
    public static void Write(string path, IAnsiConsole console)
    {
        using var file = SafeTensors.Open(path);
        console.WriteLine($"{path} is {FileKind.Weights.Description}, {Sizes.Bytes(new FileInfo(path).Length)}.");
        foreach (var (key, value) in file.Metadata) console.WriteLine($"{key}: {value}");

        var table = new Spectre.Console.Table().Border(TableBorder.Simple).AddColumn("name").AddColumn("shape").AddColumn("type");
        foreach (var entry in file.Entries) table.AddRow(new Text(entry.Name), new Text($"[{string.Join(", ", entry.Shape)}]"), new Text(entry.Type.ToString()));
        console.Write(table);
        console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Numbers(file.Entries):N0} numbers in {file.Entries.Count} tensors."));
    }

    public static long Numbers(IEnumerable<WeightsEntry> entries) => entries.Sum(entry => entry.Shape.Aggregate(1L, (product, side) => product * side));
}
