using FastAI.Vision;
using Spectre.Console;

namespace FastAI.Cli;

/// <summary>What a person is told when a command fails, and the exit code: the one place for it.</summary>
internal static class Failures
{
    public static int Report(Exception failure, IAnsiConsole error, bool isVerbose)
    {
        var cause = Cause(failure);
        if (cause is OperationCanceledException)
        {
            error.WriteLine("Interrupted.");
            return CommandLine.Interrupted;
        }

        var isExpected = IsExpected(cause);
        Write(error, isExpected ? Message(cause) : $"{cause.GetType().Name}: {cause.Message}");
        if (isVerbose || !isExpected) error.WriteLine(failure.ToString());
        if (!isExpected) error.WriteLine("This should not happen. Please report it, with the lines above and what `fastai doctor` says.");
        return CommandLine.Failure;
    }

    /// <summary>Whether a failure is one of those whose message says what to do.</summary>
    public static bool IsExpected(Exception failure)
        => failure is DataException or ItemsNotFoundException or ImageException or WeightsFileException or ComponentException or TrainingException
            or LibTorchException or IOException or UnauthorizedAccessException or ArgumentException;

    /// <summary>The message without what .NET adds to it for programmers: the name of a parameter.</summary>
    public static string Message(Exception failure)
        => failure is ArgumentException { ParamName: { } name } ? failure.Message.Split($" (Parameter '{name}')")[0] : failure.Message;

    public static void Write(IAnsiConsole error, string message)
    {
        error.Write(new Text(message, new Style(Color.Red)));
        error.WriteLine();
    }

    // The type initializer of a class that needs libtorch hides why it does not load.
    private static Exception Cause(Exception failure)
        => failure is TypeInitializationException or AggregateException && failure.InnerException is { } inner ? Cause(inner) : failure;
}
