using System.CommandLine;
using System.CommandLine.Invocation;

namespace FastAI.Cli;

/// <summary>The commands, and how a line is run: 0 for success, 1 for failure, 2 for a line that is no command, 130 for one that was interrupted.</summary>
internal static class CommandLine
{
    public const int Success = 0, Failure = 1, WrongUsage = 2, Interrupted = 130;

    /// <summary>Runs a command line and returns its exit code.</summary>
    public static int Run(IReadOnlyList<string> arguments, Terminal terminal)
    {
        var verbose = new Option<bool>("--verbose") { Description = "Show the stack trace of an error.", Recursive = true };

        // A command is a folder: see Doctor.
        var root = new RootCommand("fastai for .NET: deep learning on the command line.")
        {
            TrainCommand.Create(terminal),
            PredictCommand.Create(terminal),
            SummaryCommand.Create(terminal),
            DoctorCommand.Create(terminal),
            verbose,
        };

        var parsed = root.Parse(arguments);
        var configuration = new InvocationConfiguration
        {
            Output = terminal.Out.Profile.Out.Writer,
            Error = terminal.Error.Profile.Out.Writer,
            EnableDefaultExceptionHandler = false,
        };
        if (parsed.Action is ParseErrorAction wrong)
        {
            // The whole help hides what was wrong; it helps where the command itself is missing. Either is no result, so not for a pipe.
            wrong.ShowHelp = parsed.CommandResult.Command.Subcommands.Count > 0;
            configuration.Output = configuration.Error;
            parsed.Invoke(configuration);
            return WrongUsage;
        }

        try
        {
            return parsed.Invoke(configuration);
        }
        catch (Exception failure)
        {
            return Failures.Report(failure, terminal.Error, parsed.GetValue(verbose));
        }
    }
}
