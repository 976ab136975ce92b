using System.CommandLine;

namespace FastAI.Cli;

/// <summary><c>fastai summary</c>: what a folder of images, an exported learner or a file of weights holds.</summary>
internal static class SummaryCommand
{
    public static Command Create(Terminal terminal)
    {
        var path = new Argument<string>("PATH") { Description = "A folder of images in a folder for each class, an exported learner, or a file of weights." };
        var command = new Command("summary", "Show what a folder of images, an exported learner or a file of weights holds. No model is built.") { path };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(path), terminal));
        return command;
    }

    private static int Run(string path, Terminal terminal)
    {
        if (Directory.Exists(path)) return FolderSummary.Write(path, terminal);
        if (!File.Exists(path)) throw new FileNotFoundException($"There is no file or folder {path}. Check the path.", path);

        var kind = FileKind.Detect(path);
        if (kind == FileKind.Learner) LearnerSummary.Write(path, terminal.Out);
        else if (kind == FileKind.Weights) WeightsSummary.Write(path, terminal.Out);
        else
            throw new WeightsFileException(path, $"{path} is {kind.Description}. Expected a folder of images, an exported learner or a file of weights (safetensors).");
        return CommandLine.Success;
    }
}
