using System.Text.Json.Nodes;
using FastAI.Cli;
using Spectre.Console.Testing;
using Xunit;

namespace FastAI.Tests.Cli;

public class DoctorCommandTests
{
    private static readonly string Package = $"libtorch-cpu-{LibTorchSearch.PlatformOfThisProcess()}";

    public static bool IsLinux => OperatingSystem.IsLinux();

    [Fact]
    public void A_healthy_machine_is_healthy()
    {
        using var program = new ChildProgram("FastAI.Cli");

        var (exitCode, ok, checks) = program.Doctor();

        Assert.True(ok, string.Join(Environment.NewLine, checks.Values));
        Assert.Equal(0, exitCode);
        foreach (var name in (string[])["Versions/FastAI", "Versions/TorchSharp", "Versions/libtorch needed", "Versions/libtorch referenced", "Versions/.NET",
            "Native libraries/libtorch", "Native libraries/LibTorchSharp", "Native libraries/SkiaSharp", "Processor/model", "Processor/features",
            "Threads/cores", "Memory/total", "Memory/available", "Devices/cpu", "Devices/cuda", "Devices/mps", "Folders/cache"])
            Assert.Contains(name, checks.Keys);
        Assert.Equal("0.107.0", Value(checks["Versions/TorchSharp"]));
        Assert.Equal($"{Package} 2.10.0", Value(checks["Versions/libtorch referenced"]));
        Assert.StartsWith(program.NativeFolder, Value(checks["Native libraries/libtorch"]), StringComparison.Ordinal);
        Assert.StartsWith("computes", Value(checks["Devices/cpu"]), StringComparison.Ordinal);
        Assert.StartsWith(program.Home, Value(checks["Folders/cache"]), StringComparison.Ordinal);
        if (LibTorch.Load().RelaxedVersions is [var relaxed, ..])
            Assert.Contains(relaxed, Value(checks["Native libraries/LibTorchSharp"]), StringComparison.Ordinal);
    }

    [Fact]
    public void The_report_for_people_holds_the_same()
    {
        using var program = new ChildProgram("FastAI.Cli");

        var (exitCode, output, error) = program.Run("doctor");

        Assert.Equal(0, exitCode);
        Assert.Equal("", error);
        Assert.Contains("Nothing is wrong.", output, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(program.NativeFolder, "libtorch"), output, StringComparison.Ordinal);
    }

    [Fact]
    public void V06_A_missing_libtorch_is_a_problem_with_its_fix()
    {
        using var program = new ChildProgram("FastAI.Cli");
        foreach (var file in Directory.GetFiles(program.NativeFolder, "*torch.*")) File.Delete(file);

        var (exitCode, ok, checks) = program.Doctor();

        Assert.False(ok);
        Assert.Equal(1, exitCode);
        var libtorch = checks["Native libraries/libtorch"];
        Assert.Equal("problem", (string)libtorch["status"]!);
        foreach (var token in (string[])["was not found", $"references {Package} 2.10.0", "build again", program.NativeFolder])
            Assert.Contains(token, (string)libtorch["fix"]!, StringComparison.Ordinal);
        Assert.Equal("ok", (string)checks["Native libraries/SkiaSharp"]["status"]!);
        Assert.Contains("not tried", Value(checks["Devices/cpu"]), StringComparison.Ordinal);
    }

    [Fact(Skip = "The loader's words are Linux's", SkipUnless = nameof(IsLinux))]
    public void V06_A_damaged_libtorch_is_reported_in_the_loaders_own_words()
    {
        using var program = new ChildProgram("FastAI.Cli");
        program.ReplaceNative("libtorch.so", [.. "This is no library at all. "u8, .. new byte[4096]]);

        var (exitCode, _, checks) = program.Doctor();

        Assert.Equal(1, exitCode);
        foreach (var token in (string[])["invalid ELF header", "The loader says", "restore the package", program.Native("libtorch.so")])
            Assert.Contains(token, (string)checks["Native libraries/libtorch"]["fix"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2.7.1")]
    [InlineData("2.11.0")]
    public void V06_Another_version_of_libtorch_is_refused_with_both_versions(string other)
    {
        using var program = new ChildProgram("FastAI.Cli");
        program.ChangeReference(Package, "2.10.0", other);

        var (exitCode, _, checks) = program.Doctor();

        Assert.Equal(1, exitCode);
        Assert.Equal("problem", (string)checks["Versions/libtorch referenced"]["status"]!);
        foreach (var token in (string[])[other, "2.10.0", Package])
            Assert.Contains(token, (string)checks["Native libraries/libtorch"]["fix"]!, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cache_that_cannot_be_written_to_is_a_problem()
    {
        using var program = new ChildProgram("FastAI.Cli");
        File.WriteAllText(program.Home, "a file where the folder should be");

        var (exitCode, _, checks) = program.Doctor();

        Assert.Equal(1, exitCode);
        Assert.Contains("FASTAI_HOME", (string)checks["Folders/cache"]["fix"]!, StringComparison.Ordinal);
        Assert.StartsWith("computes", Value(checks["Devices/cpu"]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_SkiaSharp_is_a_problem_of_its_own()
    {
        using var program = new ChildProgram("FastAI.Cli");
        foreach (var file in Directory.GetFiles(program.NativeFolder, "*SkiaSharp.*")) File.Delete(file);

        var (exitCode, _, checks) = program.Doctor();

        Assert.Equal(1, exitCode);
        Assert.Equal("problem", (string)checks["Native libraries/SkiaSharp"]["status"]!);
        Assert.StartsWith("computes", Value(checks["Devices/cpu"]), StringComparison.Ordinal);
    }

    [Fact]
    public void Problems_are_gathered_and_give_exit_code_1()
    {
        using var console = new TestConsole().Width(200);

        var exitCode = DoctorCommand.Run(
        [
            new("First", "good", () => "7 [of] 7"),
            new("First", "absent", () => DoctorFinding.Info("no GPU")),
            new("Second", "bad", () => DoctorFinding.Problem("broken", "mend it")),
            new("Second", "thrown", () => throw new InvalidOperationException("why")),
        ], asJson: false, console);

        Assert.Equal(1, exitCode);
        foreach (var token in (string[])["7 [of] 7", "no GPU", "2 problems:", "bad: broken", "mend it", "InvalidOperationException: why"])
            Assert.Contains(token, console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_absent_is_no_problem()
    {
        using var console = new TestConsole();

        var exitCode = DoctorCommand.Run([new("First", "absent", () => DoctorFinding.Info("no GPU"))], asJson: true, console);

        Assert.Equal(0, exitCode);
        Assert.True((bool)JsonNode.Parse(console.Output)!["ok"]!);
    }

    [Fact]
    public void An_unknown_command_or_option_is_refused()
    {
        using var program = new ChildProgram("FastAI.Cli");

        Assert.NotEqual(0, program.Run("doktor").ExitCode);
        Assert.NotEqual(0, program.Run("doctor", "--jsn").ExitCode);
        Assert.Contains("doctor", program.Run("--help").Output, StringComparison.Ordinal);
    }

    private static string Value(JsonNode check) => (string)check["value"]!;
}
