using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace FastAI.Tests.Samples;

public class DigitsSampleTests
{
    [Fact]
    public void The_sample_trains_looks_exports_reloads_and_reaches_its_accuracy()
    {
        using var home = new TemporaryFolder();

        var (exitCode, output) = RunSample("digits.cs", home.Path);

        Assert.True(exitCode == 0, output);
        var last = output.TrimEnd().Split('\n')[^1];
        Assert.Matches(@"^accuracy: 0\.\d{4}$", last);
        Assert.InRange(double.Parse(last["accuracy: ".Length..], CultureInfo.InvariantCulture), 0.98, 1);
    }

    [Fact]
    public void The_sample_is_short() => Assert.InRange(File.ReadAllLines(Repository.Path("samples", "digits.cs")).Length, 1, 40);

    private static (int ExitCode, string Output) RunSample(string file, string home)
    {
        var start = new ProcessStartInfo("dotnet", ["run", Repository.Path("samples", file)])
        {
            WorkingDirectory = home,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[FastAIPaths.HomeVariable] = Path.Combine(home, "fastai");

        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, process.ExitCode == 0 ? output : output + error.Result);
    }
}
