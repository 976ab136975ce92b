using FastAI.Cli;
using Spectre.Console.Testing;

namespace FastAI.Tests.Cli;

/// <summary>Runs a command line inside the tests' own process, and keeps what it writes.</summary>
internal sealed class TestTerminal : IDisposable
{
    private readonly TestConsole _out = new TestConsole().Width(400), _error = new TestConsole().Width(1000);

    public string Output => _out.Output;

    public string Error => _error.Output;

    public int Run(params string[] arguments) => RunWith("", arguments);

    public int RunWith(string input, params string[] arguments) => CommandLine.Run(arguments, new(_out, _error, new StringReader(input)));

    public void Dispose()
    {
        _out.Dispose();
        _error.Dispose();
    }
}
