using System.Runtime.ExceptionServices;
using Spectre.Console;

namespace FastAI.Cli;

/// <summary>Shows the summary of a data block.</summary>
internal static class SummaryText
{
    /// <summary>Writes it; what ended it early is thrown afterwards, and so reported as any other failure.</summary>
    public static void Write(DataSummary summary, IAnsiConsole console)
    {
        var text = summary.ToString().TrimEnd();
        if (summary.Failure is not { } failure)
        {
            console.WriteLine(text);
            return;
        }

        // Its last line is the failure's message, which is not told twice.
        console.WriteLine(text[..text.LastIndexOf("FAILED", StringComparison.Ordinal)].TrimEnd());
        ExceptionDispatchInfo.Throw(failure);
    }
}
