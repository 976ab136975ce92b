using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Spectre.Console;

namespace FastAI.Cli;

/// <summary>Shows predictions to people and to programs.</summary>
/// <param name="console">Takes them.</param>
/// <param name="top">How many classes are shown for each file.</param>
internal sealed class PredictionReport(IAnsiConsole console, int top)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly JsonSerializerOptions IndentedJson = new(Json) { WriteIndented = true };

    public void WriteTable(IEnumerable<FilePrediction> predictions)
    {
        var table = new Spectre.Console.Table().Border(TableBorder.Simple).AddColumn("file").AddColumn("prediction").AddColumn("probability", column => column.RightAligned());
        foreach (var row in predictions)
        {
            if (row.Error is not null) table.AddRow(new Text(row.File), new Text(row.Error, new Style(Color.Red)));
            foreach (var (index, (label, probability)) in row.Ranking.Take(top).Index())
                table.AddRow(new Text(index == 0 ? row.File : ""), new Text(label), new Text(string.Create(CultureInfo.InvariantCulture, $"{100 * probability:0.0} %")));
        }

        console.Write(table);
    }

    public void WriteJson(IEnumerable<FilePrediction> predictions) => Line(JsonSerializer.Serialize(predictions.Select(Row), IndentedJson));

    public void WriteJsonLines(IEnumerable<FilePrediction> predictions)
    {
        foreach (var prediction in predictions) Line(JsonSerializer.Serialize(Row(prediction), Json));
    }

    private void Line(string text) => console.Profile.Out.Writer.WriteLine(text);

    private JsonRow Row(FilePrediction row) => row.Ranking.Count == 0
        ? new(row.File, Error: row.Error)
        : new(row.File, row.Ranking[0].Label, row.Ranking[0].Probability, top == 1 ? null : [.. row.Ranking.Take(top).Select(one => new JsonClass(one.Label, one.Probability))]);

    private sealed record JsonRow(string File, string? Prediction = null, float? Probability = null, IReadOnlyList<JsonClass>? Top = null, string? Error = null);

    private sealed record JsonClass(string Label, float Probability);
}
