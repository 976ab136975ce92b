using System.Diagnostics;
using System.Text.Json.Nodes;

namespace FastAI.Tests;

/// <summary>A folder with a program of this repository, the <c>fastai</c> command or FirstLine, that is run as a process of its own and may be broken on purpose.</summary>
/// <remarks>Managed files are copied, native ones linked: libtorch is 450 MB.</remarks>
public sealed class ChildProgram : IDisposable
{
    private static readonly string Platform = LibTorchSearch.PlatformOfThisProcess();

    private readonly TemporaryFolder _folder = new();
    private readonly string _name;

    /// <param name="name">Name of its assembly; it lies in the folder of the tests.</param>
    public ChildProgram(string name)
    {
        _name = name;
        Directory.CreateDirectory(NativeFolder);
        Directory.CreateDirectory(Temp);

        var suffixes = (string[])[".dll", ".deps.json", ".runtimeconfig.json", ""];
        foreach (var file in new DirectoryInfo(AppContext.BaseDirectory).GetFiles())
            if (file.Name == Executable || suffixes.Any(suffix => file.Name == name + suffix) || (file.Extension == ".dll" && !file.Name.StartsWith("xunit", StringComparison.Ordinal)))
                file.CopyTo(Path.Combine(_folder.Path, file.Name));
        foreach (var file in new DirectoryInfo(Path.Combine(AppContext.BaseDirectory, "runtimes", Platform, "native")).GetFiles())
            File.CreateSymbolicLink(Native(file.Name), file.FullName);
    }

    /// <summary>The library's folder (FASTAI_HOME) of the program; it does not exist at first.</summary>
    public string Home => _folder.File("home");

    /// <summary>The program's own temporary folder.</summary>
    public string Temp => _folder.File("tmp");

    public string NativeFolder => Path.Combine(_folder.Path, "runtimes", Platform, "native");

    private string Executable => _name + (OperatingSystem.IsWindows() ? ".exe" : "");

    public string Native(string file) => Path.Combine(NativeFolder, file);

    /// <summary>Puts other bytes in the place of a native library (of the link, not of what it points to).</summary>
    public void ReplaceNative(string file, byte[] content)
    {
        File.Delete(Native(file));
        File.WriteAllBytes(Native(file), content);
    }

    /// <summary>Makes the program's manifest say that it references another version of a package.</summary>
    public void ChangeReference(string package, string from, string to)
    {
        var path = _folder.File($"{_name}.deps.json");
        File.WriteAllText(path, File.ReadAllText(path).Replace($"{package}/{from}", $"{package}/{to}", StringComparison.Ordinal));
    }

    /// <summary>Starts it, with its outputs to be read; the caller waits for its end and disposes.</summary>
    public Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(_folder.File(Executable), arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment[FastAIPaths.HomeVariable] = Home;
        start.Environment["TMPDIR"] = Temp;
        start.Environment["NO_COLOR"] = "1";
        return Process.Start(start)!;
    }

    public (int ExitCode, string Output, string Error) Run(params string[] arguments)
    {
        using var process = Start(arguments);
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        if (!process.WaitForExit(60_000))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{_name} has not ended after a minute. It wrote: {output}");
        }

        return (process.ExitCode, output, error.Result);
    }

    /// <summary>Runs <c>doctor --json</c>: the exit code, and the checks by name.</summary>
    public (int ExitCode, bool Ok, IReadOnlyDictionary<string, JsonNode> Checks) Doctor()
    {
        var (exitCode, output, error) = Run("doctor", "--json");
        if (!output.StartsWith('{')) throw new InvalidOperationException($"No JSON: {output} {error}");
        var json = JsonNode.Parse(output)!;
        return (exitCode, (bool)json["ok"]!, json["checks"]!.AsArray().ToDictionary(check => $"{check!["group"]}/{check["name"]}", check => check!));
    }

    public void Dispose() => _folder.Dispose();
}
