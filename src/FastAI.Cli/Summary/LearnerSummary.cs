using System.Globalization;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace FastAI.Cli;

/// <summary>What an exported learner says of itself: versions, steps, classes, size.</summary>
internal static class LearnerSummary
{
    private const int MostClasses = 100;

    public static void Write(string path, IAnsiConsole console)
    {
        var manifest = LearnerManifest.Read(path);
        var parts = JsonNode.Parse(manifest.ToString())!;
        using var file = SafeTensors.Open(path);

        var grid = new Grid().AddColumn(new GridColumn().NoWrap().Padding(0, 0, 2, 0)).AddColumn();
        void Line(string name, string value) => grid.AddRow(new Text(name), new Text(value));
        Line("File", $"{path} ({Sizes.Bytes(new FileInfo(path).Length)})");
        Line("Kind", $"{FileKind.Learner.Description}, format {manifest.Format}");
        Line("Written by", $"FastAI {manifest.WrittenBy}, TorchSharp {parts["torchsharp"]}, libtorch {parts["libtorch"]}");
        Line("Architecture", file.Metadata.GetValueOrDefault(WeightsMetadata.Architecture, "not named"));
        Line("Model", Part(parts["model"]));
        Line("Parameters", Parameters(file.Entries));
        Line("Input", Part(parts["input"]));
        Line("Item steps", Parts(parts["itemTransforms"]));
        Line("Batch steps", Parts(parts["batchTransforms"]));
        Line("Target", Part(parts["target"], leaveOut: "vocabulary"));
        if (parts["target"]?["settings"]?["vocabulary"] is JsonArray classes)
            Line("Classes", $"{classes.Count}: {string.Join(", ", classes.Take(MostClasses))}{(classes.Count > MostClasses ? ", …" : "")}");
        Line("Loss", Part(parts["loss"]));
        console.Write(grid);
    }

    private static string Parts(JsonNode? list) => list is JsonArray { Count: > 0 } parts ? string.Join(" → ", parts.Select(part => Part(part))) : "none";

    private static string Part(JsonNode? part, string? leaveOut = null)
    {
        var settings = (part?["settings"] as JsonObject ?? []).Where(setting => setting.Value is not null && setting.Key != leaveOut).ToArray();
        return settings.Length == 0 ? $"{part?["id"]}" : $"{part?["id"]} ({string.Join(", ", settings.Select(setting => $"{setting.Key} {setting.Value!.ToJsonString()}"))})";
    }

    // A file does not tell parameters from buffers. Their names do: the statistics of norms, and the vectors of a spectral norm.
    private static string Parameters(IReadOnlyList<WeightsEntry> entries)
    {
        var spectral = entries.Select(entry => entry.Name).Where(name => name.EndsWith("weight_u", StringComparison.Ordinal)).Select(name => name[..^1]).ToHashSet(StringComparer.Ordinal);
        bool IsBuffer(WeightsEntry entry) => entry.Name.Split('.')[^1] is "running_mean" or "running_var" or "num_batches_tracked" || spectral.Contains(entry.Name[..^1]);
        var buffers = entries.Where(IsBuffer).ToArray();
        var parameters = entries.Except(buffers).ToArray();
        var of = buffers.Length == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", and {WeightsSummary.Numbers(buffers):N0} statistics of norms in {buffers.Length}");
        return string.Create(CultureInfo.InvariantCulture, $"{WeightsSummary.Numbers(parameters):N0} in {parameters.Length} tensors{of}");
    }
}
