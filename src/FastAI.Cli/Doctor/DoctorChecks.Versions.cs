using System.Reflection;
using System.Runtime.InteropServices;
using TorchSharp;

namespace FastAI.Cli;

/// <content>Versions that have to fit together.</content>
internal static partial class DoctorChecks
{
    private static IEnumerable<DoctorCheck> Versions(LibTorchLoad load) =>
    [
        new("Versions", "FastAI", () => OfOneVersion(typeof(LibTorch).Assembly, "FastAI.Data", "FastAI.Training", "FastAI.Vision", "FastAI")),
        new("Versions", "TorchSharp", () =>
        {
            var needed = typeof(LibTorch).Assembly.GetReferencedAssemblies().First(name => name.Name == "TorchSharp").Version!;
            var found = typeof(torch).Assembly.GetName().Version!;
            return found == needed ? new(ThreeParts(found))
                : DoctorFinding.Problem($"{ThreeParts(found)}, and FastAI was built with {ThreeParts(needed)}", $"dotnet add package TorchSharp --version {ThreeParts(needed)}");
        }),
        new("Versions", "libtorch needed", () => load.NeededVersion),
        new("Versions", "libtorch referenced", () => load.Packages switch
        {
            [] => DoctorFinding.Info("no package in the program's manifest"),
            var packages when packages.All(package => package.EndsWith($" {load.NeededVersion}", StringComparison.Ordinal)) => string.Join(", ", packages),
            var packages => DoctorFinding.Problem(string.Join(", ", packages), $"Reference version {load.NeededVersion} of it, which TorchSharp needs exactly."),
        }),
        new("Versions", ".NET", () => Environment.Version.Major >= 10 ? $"{Environment.Version} ({RuntimeInformation.RuntimeIdentifier})"
            : DoctorFinding.Problem(RuntimeInformation.FrameworkDescription, "Install the .NET 10 runtime: https://dotnet.microsoft.com/download")),
    ];

    private static DoctorFinding OfOneVersion(Assembly first, params string[] others)
    {
        var version = VersionOf(first);
        var different = others.Select(Assembly.Load).Where(assembly => VersionOf(assembly) != version).ToList();
        return different.Count == 0 ? new(version)
            : DoctorFinding.Problem($"{version}, but {string.Join(", ", different.Select(assembly => $"{assembly.GetName().Name} {VersionOf(assembly)}"))}",
                "Reference the package FastAI alone, which brings all of them in one version.");
    }

    private static string VersionOf(Assembly assembly)
        => assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    private static string ThreeParts(Version version) => version.ToString(3);
}
