using System.CommandLine;

namespace FastAI.Cli;

/// <summary><c>fastai train</c>: a subcommand for each kind of data.</summary>
internal static class TrainCommand
{
    public static Command Create(Terminal terminal) => new("train", "Train a model, and export it to a file that `fastai predict` takes.")
    {
        TrainImagesCommand.Create(terminal),
    };
}
