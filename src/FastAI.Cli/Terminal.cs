using Spectre.Console;

namespace FastAI.Cli;

/// <summary>What a command reads from and writes to: those of the process, or a test's own.</summary>
/// <param name="Out">Takes results.</param>
/// <param name="Error">Takes errors, and remarks that are no result.</param>
/// <param name="In">What is piped into the command.</param>
internal sealed record Terminal(IAnsiConsole Out, IAnsiConsole Error, TextReader In)
{
    // A file or a pipe has no width: a path that is cut in two could not be copied from it.
    private const int Unlimited = 1000;

    public static Terminal OfProcess() => new(Of(Console.Out, Console.IsOutputRedirected), Of(Console.Error, Console.IsErrorRedirected), Console.In);

    /// <summary>Shows the library's warnings beside the results, until the returned object is disposed.</summary>
    public IDisposable ShowWarnings() => Warnings.Subscribe(warning => Error.WriteLine(warning));

    // Without the enrichers, which turn ANSI codes on for build servers although what is written there goes to a file.
    private static IAnsiConsole Of(TextWriter writer, bool isRedirected)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = isRedirected ? AnsiSupport.No : AnsiSupport.Detect,
            Interactive = isRedirected ? InteractionSupport.No : InteractionSupport.Detect,
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
        });
        if (isRedirected) console.Profile.Width = Unlimited;
        return console;
    }
}
