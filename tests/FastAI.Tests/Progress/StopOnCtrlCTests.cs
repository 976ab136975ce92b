using System.Diagnostics;
using Xunit;

namespace FastAI.Tests.Progress;

public class StopOnCtrlCTests
{
    [Theory]
    [InlineData("train", "INT", "Ctrl-C in epoch 0")]
    [InlineData("valid", "INT", "Ctrl-C in epoch 0")]
    [InlineData("train", "TERM", "SIGTERM in epoch 0")]
    public void A_signal_ends_the_fit_after_its_batch_and_the_program_goes_on(string part, string signal, string reason)
    {
        using var program = new LongFit(part, "100", "0.2");
        program.ReadTo("running");

        program.Signal(signal);

        var rest = program.ReadToEnd();
        Assert.Contains($"warning: {reason.Split(' ')[0]}: the fit ends after this batch", rest, StringComparison.Ordinal);
        Assert.Contains($"stopped: {reason}", rest, StringComparison.Ordinal);
        Assert.Contains("last row complete: False", rest, StringComparison.Ordinal);
        Assert.Contains("usable: True", rest, StringComparison.Ordinal);
        Assert.Equal(0, program.ExitCode);
    }

    [Fact]
    public void A_second_signal_ends_the_program()
    {
        using var program = new LongFit("train", "100", "5");
        program.ReadTo("running");

        program.Signal("INT");
        program.ReadTo("warning: Ctrl-C");
        program.Signal("INT");

        Assert.DoesNotContain("usable", program.ReadToEnd(), StringComparison.Ordinal);
        Assert.NotEqual(0, program.ExitCode);
    }

    [Fact]
    public void After_the_fit_a_signal_does_what_it_always_does()
    {
        using var program = new LongFit("after");
        program.ReadTo("waiting");

        program.Signal("INT");

        Assert.DoesNotContain("usable", program.ReadToEnd(), StringComparison.Ordinal);
        Assert.NotEqual(0, program.ExitCode);
    }

    /// <summary>The program of that name, whose fit is long enough to be interrupted.</summary>
    private sealed class LongFit : IDisposable
    {
        private readonly Process _process;

        public LongFit(params string[] arguments)
        {
            Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no kill to send a signal with.");
            _process = Process.Start(new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "LongFit"), arguments) { RedirectStandardOutput = true })!;
        }

        public int ExitCode => _process.ExitCode;

        public void Signal(string name)
        {
            using var kill = Process.Start("kill", [$"-{name}", $"{_process.Id}"]);
            kill.WaitForExit();
        }

        public void ReadTo(string start)
        {
            while (_process.StandardOutput.ReadLine() is { } line)
            {
                if (line.StartsWith(start, StringComparison.Ordinal)) return;
            }

            Assert.Fail($"The program ended before it said '{start}'.");
        }

        public string ReadToEnd()
        {
            var rest = _process.StandardOutput.ReadToEndAsync();
            Assert.True(_process.WaitForExit(TimeSpan.FromSeconds(30)), "The program did not end.");
            return rest.GetAwaiter().GetResult();
        }

        public void Dispose()
        {
            if (!_process.HasExited) _process.Kill();
            _process.Dispose();
        }
    }
}
