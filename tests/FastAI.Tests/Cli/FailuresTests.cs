using FastAI.Cli;
using Spectre.Console.Testing;
using Xunit;

namespace FastAI.Tests.Cli;

public class FailuresTests
{
    public static TheoryData<Exception> Expected =>
    [
        new DataException("what to do"), new WeightsFileException("a.fai", "what to do"), new ComponentException("what to do"), new TrainingException("what to do"),
        new LibTorchException("what to do"), new IOException("what to do"), new FileNotFoundException("what to do"), new UnauthorizedAccessException("what to do"),
        new ArgumentException("what to do", nameof(Expected)), new ArgumentOutOfRangeException(nameof(Expected), 7, "what to do"),
        new TypeInitializationException("torch", new LibTorchException("what to do")),
    ];

    [Theory, MemberData(nameof(Expected), DisableDiscoveryEnumeration = true)]
    public void An_expected_failure_is_its_message_alone(Exception failure)
    {
        using var console = new TestConsole();

        var exitCode = Failures.Report(failure, console, isVerbose: false);

        Assert.Equal(1, exitCode);
        Assert.Equal("what to do", console.Output.Trim());
    }

    [Fact]
    public void Verbose_adds_the_stack_trace()
    {
        using var console = new TestConsole().Width(1000);

        Failures.Report(Thrown(new DataException("what to do")), console, isVerbose: true);

        Assert.Contains($"   at {typeof(FailuresTests).FullName}.{nameof(Thrown)}", console.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("report", console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unexpected_failure_shows_everything_and_asks_for_a_report()
    {
        using var console = new TestConsole().Width(1000);

        var exitCode = Failures.Report(Thrown(new InvalidCastException("why")), console, isVerbose: false);

        Assert.Equal(1, exitCode);
        foreach (var token in (string[])["InvalidCastException: why", nameof(Thrown), "Please report it", "fastai doctor"]) Assert.Contains(token, console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void An_interrupted_command_has_an_exit_code_of_its_own()
    {
        using var console = new TestConsole();

        Assert.Equal(130, Failures.Report(new OperationCanceledException(), console, isVerbose: false));
    }

    private static Exception Thrown(Exception exception)
    {
        try
        {
            throw exception;
        }
        catch (Exception e)
        {
            return e;
        }
    }
}
