using System.CommandLine;
using FastAI.Vision;

namespace FastAI.Cli;

/// <summary><c>fastai predict</c>: what an exported learner makes of images.</summary>
internal static class PredictCommand
{
    private const string StandardInput = "-";

    public static Command Create(Terminal terminal)
    {
        var model = new Argument<string>("MODEL") { Description = "The exported learner, a .fai file." };
        var files = new Argument<string[]>("FILES") { Description = "Images, folders with images, or - for a list of them on the standard input, one a line.", Arity = ArgumentArity.OneOrMore };
        var json = new Option<bool>("--json") { Description = "Write one JSON array." };
        var jsonl = new Option<bool>("--jsonl") { Description = "Write a JSON object a line, as images are done." };
        jsonl.Validators.Add(given =>
        {
            if (given.GetValue(json) && given.GetValue(jsonl)) given.AddError("--json and --jsonl contradict each other: give one of them.");
        });
        var top = new Option<int>("--top") { Description = "Show so many classes, the most probable first.", HelpName = "K", DefaultValueFactory = _ => 1 }.AtLeast(1);

        var command = new Command("predict", "Say what a trained model makes of images. A file that cannot be read is reported in its row, and the exit code is 1.")
        {
            model, files, json, jsonl, top,
        };
        command.SetAction(parsed =>
        {
            var report = new PredictionReport(terminal.Out, parsed.GetValue(top));
            Action<IEnumerable<FilePrediction>> write = parsed.GetValue(json) ? report.WriteJson : parsed.GetValue(jsonl) ? report.WriteJsonLines : report.WriteTable;
            using var warnings = terminal.ShowWarnings();
            return Run(parsed.GetRequiredValue(model), Inputs(parsed.GetRequiredValue(files), terminal.In), write);
        });
        return command;
    }

    private static int Run(string model, IEnumerable<string> inputs, Action<IEnumerable<FilePrediction>> write)
    {
        if (!File.Exists(model)) throw new FileNotFoundException($"There is no model {model}. Give the file that `fastai train` or learn.Export has written.", model);

        LibTorch.EnsureLoaded();
        using var predictor = VisionLearners.LoadLearner<Image, Category>(model);
        var hasFailed = false;
        write(FilePrediction.Of(predictor, inputs).Select(row =>
        {
            hasFailed |= row.Error is not null;
            return row;
        }));
        return hasFailed ? CommandLine.Failure : CommandLine.Success;
    }

    private static IEnumerable<string> Inputs(IEnumerable<string> arguments, TextReader standardInput)
        => arguments.SelectMany(argument => argument == StandardInput ? Lines(standardInput) : [argument]);

    private static IEnumerable<string> Lines(TextReader reader)
    {
        while (reader.ReadLine() is { } line)
            if (!string.IsNullOrWhiteSpace(line)) yield return line.Trim();
    }
}
