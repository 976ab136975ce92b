using System.Globalization;
using FastAI.Vision;
using Spectre.Console;

namespace FastAI.Cli;

/// <summary>Trains on a folder of images: shows the data, trains, exports, measures.</summary>
internal sealed record ImageTraining
{
    public const string DefaultArchitecture = "xresnet18";

    public required ImageFolder Data { get; init; }

    public string Architecture { get; init; } = DefaultArchitecture;

    public int Epochs { get; init; } = 5;

    /// <summary>The highest rate of the cycle; null to search for it.</summary>
    public double? LearningRate { get; init; }

    public int BatchSize { get; init; } = 64;

    /// <summary>Threads that read ahead; null for the usual number.</summary>
    public int? Workers { get; init; }

    /// <summary>The file to write; null for the folder's name.</summary>
    public string? Output { get; init; }

    public int Run(Terminal terminal)
    {
        LibTorch.EnsureLoaded();
        var file = OutputFile();
        var block = Data.Block();
        SummaryText.Write(block.Summary(Data.Path), terminal.Out);
        if (File.Exists(file)) terminal.Out.WriteLine($"{file} exists, and will be replaced.");

        using var warnings = terminal.ShowWarnings();
        using var dls = block.DataLoaders(Data.Path, BatchSize, Data.Seed, Workers);
        using var learn = ImageModels.Learner(dls, Architecture, new LearnerOptions { Seed = Data.Seed }).WithConsoleProgress(terminal.Out);
        var rate = LearningRate ?? FindRate(learn, terminal);
        terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"Training {Architecture} ({learn.Model.parameters().Sum(parameter => parameter.numel()):N0} parameters) on {learn.Device}, learning rate {new LearningRate(rate)}"));

        warnings.Dispose();     // from here on among the rows of the table
        learn.FitOneCycle(Epochs, rate);
        var isComplete = learn.Recorder.StoppedBecause is null;
        learn.Export(file);
        if (!isComplete) terminal.Out.WriteLine($"Interrupted in epoch {learn.Recorder.Rows[^1].Epoch} of {Epochs}: the file holds what was learnt until then.");
        terminal.Out.WriteLine(Measured(learn, isComplete));
        terminal.Out.WriteLine($"Saved as {file} ({Sizes.Bytes(new FileInfo(file).Length)}).");
        return isComplete ? CommandLine.Success : CommandLine.Interrupted;
    }

    private static double FindRate(Learner<Image, Category> learn, Terminal terminal)
    {
        terminal.Out.WriteLine("Searching for a learning rate …");
        var search = learn.LrFind();
        return search.Suggestions.TryGetValue(SuggestionMethod.Valley, out var rate) ? rate : throw new TrainingException(
            $"The search has found no learning rate: {search.Losses.Count(float.IsFinite)} of {search.Losses.Count} losses are finite. Give one, e.g. --lr 1e-3.");
    }

    // After the last epoch everything has been measured already.
    private static string Measured(Learner<Image, Category> learn, bool isComplete)
    {
        var last = learn.Recorder.Rows[^1];
        var loss = last.ValidLoss;
        var metrics = learn.Recorder.MetricNames.Zip(last.Metrics);
        if (learn.Loaders.Valid.Count == 0) return "There are no validation images, so nothing was measured.";

        if (!isComplete)
        {
            var result = learn.Validate();
            (loss, metrics) = (result.Loss, result.Metrics.Select(metric => (metric.Key, metric.Value)));
        }

        var values = metrics.Prepend(("valid_loss", loss)).Select(metric => string.Create(CultureInfo.InvariantCulture, $"{metric.Item1} {metric.Item2:0.0000}"));
        return string.Join(", ", values);
    }

    /// <summary>The file's full path, after a look whether it can be written: that is better known before the first epoch than after the last.</summary>
    private string OutputFile()
    {
        var file = Path.GetFullPath(Output ?? (Data.Name == "" ? "model.fai" : $"{Data.Name}.fai"));
        if (Directory.Exists(file)) throw new IOException($"{file} is a folder. Give --out the name of a file.");
        if (File.Exists(file) && FileKind.Detect(file) is var kind && kind != FileKind.Learner)
            throw new IOException($"{file} exists, and is {kind.Description}: only an exported learner is replaced. Give --out another name, or delete the file.");
        if (!Directory.Exists(Path.GetDirectoryName(file)))
            throw new DirectoryNotFoundException($"The folder of {file} does not exist. Create it, or give --out another file.");

        using var probe = new FileStream($"{file}.{Guid.NewGuid():n}.tmp", FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        return file;
    }
}
