using System.CommandLine;
using Spectre.Console;

namespace FastAI.Cli;

/// <summary><c>fastai doctor</c>: looks whether everything that training needs is there and fits together, and says what to do where not.</summary>
internal static class DoctorCommand
{
    public static Command Create(Terminal terminal)
    {
        var json = new Option<bool>("--json") { Description = "Write one JSON document instead of tables." };
        var command = new Command("doctor", "Check versions, native libraries, processor, memory, devices and folders. The exit code is 1 when something is wrong.")
        {
            json,
        };
        command.SetAction(parsed => Run(DoctorChecks.All(), parsed.GetValue(json), terminal.Out));
        return command;
    }

    /// <summary>Runs the checks, writes the report and returns the exit code.</summary>
    internal static int Run(IEnumerable<DoctorCheck> checks, bool asJson, IAnsiConsole console)
    {
        var results = checks.Select(check => check.Run()).ToList();
        if (asJson) console.Profile.Out.Writer.WriteLine(DoctorReport.Json(results));
        else DoctorReport.Write(results, console);
        return results.Any(result => result.Status == DoctorStatus.Problem) ? 1 : 0;
    }
}
