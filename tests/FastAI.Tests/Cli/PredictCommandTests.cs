using System.Text.Json.Nodes;
using FastAI.Vision;
using Xunit;

namespace FastAI.Tests.Cli;

public sealed class PredictCommandTests(TrainedModel model) : IDisposable
{
    private readonly TestTerminal _terminal = new();
    private readonly TemporaryFolder _folder = new();

    private string Bright => Path.Combine(model.Images, "bright", "3.png");

    private string Dark => Path.Combine(model.Images, "dark", "3.png");

    [Fact]
    public void Json_says_what_the_library_says()
    {
        var exitCode = _terminal.Run("predict", model.File, Bright, Dark, "--json", "--top", "2");

        Assert.Equal(0, exitCode);
        using var predictor = VisionLearners.LoadLearner<Image, Category>(model.File);
        var rows = JsonNode.Parse(_terminal.Output)!.AsArray();
        Assert.Equal(2, rows.Count);
        foreach (var (row, file) in rows.Zip((string[])[Bright, Dark]))
        {
            var expected = predictor.Predict(file);
            Assert.Equal(file, (string)row!["file"]!);
            Assert.Equal(expected.Value.Label, (string)row["prediction"]!);
            Assert.Equal(expected.Probability!.Value, (double)row["probability"]!, 1e-5);
            Assert.Equal(2, row["top"]!.AsArray().Count);
            Assert.Equal((double)row["probability"]!, (double)row["top"]![0]!["probability"]!);
            Assert.Equal(1, row["top"]!.AsArray().Sum(one => (double)one!["probability"]!), 1e-4);
        }
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_reported_and_the_others_are_predicted()
    {
        File.WriteAllText(_folder.File("bad.png"), "no image");

        var exitCode = _terminal.Run("predict", model.File, Bright, _folder.File("bad.png"), _folder.File("absent.png"), _folder.Path, Dark, "--jsonl");

        Assert.Equal(1, exitCode);
        JsonNode[] rows = [.. _terminal.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)];
        Assert.Equal([true, false, false, false, true], rows.Select(row => row["prediction"] is not null));
        Assert.Equal([false, true, true, true, false], rows.Select(row => row["error"] is not null));
        Assert.Contains("text", (string)rows[1]["error"]!, StringComparison.Ordinal);
        Assert.Contains("does not exist", (string)rows[2]["error"]!, StringComparison.Ordinal);
        Assert.Equal("", _terminal.Error);
    }

    [Fact]
    public void The_table_shows_file_prediction_and_probability()
    {
        File.WriteAllText(_folder.File("bad.png"), "no image");

        var exitCode = _terminal.Run("predict", model.File, Bright, _folder.File("bad.png"), "--top", "2");

        Assert.Equal(1, exitCode);
        foreach (var token in (string[])["file", "prediction", "probability", Bright, "bright", "dark", " %", "bad.png", "text"])
            Assert.Contains(token, _terminal.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_come_from_folders_and_from_a_list_on_the_standard_input()
    {
        var exitCode = _terminal.RunWith($"{Dark}\n\n  {Bright}\n", "predict", model.File, Path.Combine(model.Images, "dark"), "-", "--json");

        Assert.Equal(0, exitCode);
        var files = JsonNode.Parse(_terminal.Output)!.AsArray().Select(row => (string)row!["file"]!).ToArray();
        Assert.Equal(12, files.Length);
        Assert.Equal([Path.Combine(model.Images, "dark", "0.png"), Dark, Bright], [files[0], files[10], files[11]]);
    }

    [Fact]
    public void A_model_that_is_none_is_refused_by_what_it_is()
    {
        Assert.Equal(1, _terminal.Run("predict", Bright, Dark));
        Assert.Equal(1, _terminal.Run("predict", _folder.File("absent.fai"), Dark));

        foreach (var token in (string[])["a PNG image", "not an exported learner", "There is no model"]) Assert.Contains(token, _terminal.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--top 0", "--top is 0")]
    [InlineData("--json --jsonl", "contradict")]
    public void A_wrong_option_is_refused(string options, string expected)
    {
        Assert.Equal(2, _terminal.Run(["predict", "model.fai", "image.png", .. options.Split(' ')]));
        Assert.Contains(expected, _terminal.Error, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _terminal.Dispose();
        _folder.Dispose();
    }
}
