using System.Runtime.InteropServices;
using System.Text.Json;

namespace FastAI;

/// <summary>What a search for libtorch starts from: the system, the folders that may hold native libraries, the versions asked for and referenced.</summary>
/// <param name="Platform">Runtime identifier of the process, e.g. <c>linux-x64</c>, <c>linux-musl-x64</c>, <c>linux-x86</c>.</param>
/// <param name="Folders">Folders with native libraries, in the order in which they are looked through.</param>
/// <param name="NeededVersion">The libtorch version that TorchSharp was built for.</param>
/// <param name="Packages">The libtorch packages that the program references, from its dependency manifest; none where there is no manifest.</param>
/// <param name="Cache">Where a mended copy of TorchSharp's native library may be kept.</param>
internal sealed record LibTorchSearch(
    string Platform, IReadOnlyList<string> Folders, string NeededVersion, IReadOnlyList<LibTorchPackage> Packages, string Cache)
{
    /// <summary>The libtorch version that TorchSharp 0.107.0 was built for; its own constant is not public.</summary>
    public const string NeededByTorchSharp = "2.10.0";

    /// <summary>Systems for which TorchSharp 0.107.0 has a native library.</summary>
    public static readonly string[] SupportedPlatforms = ["linux-x64", "osx-arm64", "win-x64", "win-arm64"];

    public static LibTorchSearch OfThisProcess()
    {
        var folders = new List<string>();
        var probed = AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "";
        folders.AddRange(probed.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries));
        folders.Add(AppContext.BaseDirectory);
        folders.Add(Path.Combine(AppContext.BaseDirectory, "runtimes", PlatformOfThisProcess(), "native"));

        return new(
            PlatformOfThisProcess(),
            [.. folders.Select(Path.TrimEndingDirectorySeparator).Distinct()],
            NeededByTorchSharp,
            ReferencedPackages((AppContext.GetData("APP_CONTEXT_DEPS_FILES") as string ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries)),
            Path.Combine(FastAIPaths.Cache, "native"));
    }

    /// <summary>The first folder that holds <paramref name="file"/>, as the file's full path; null where none does.</summary>
    public string? Find(string file) => Folders.Select(folder => Path.Combine(folder, file)).FirstOrDefault(File.Exists);

    internal static string PlatformOfThisProcess()
    {
        var os = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : IsMusl() ? "linux-musl" : "linux";
        return $"{os}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";
    }

    // The runtime's own identifier names musl in official builds; distributions build theirs as "alpine-…".
    private static bool IsMusl()
        => RuntimeInformation.RuntimeIdentifier is var rid
            && (rid.Contains("musl", StringComparison.Ordinal) || rid.StartsWith("alpine", StringComparison.Ordinal));

    internal static IReadOnlyList<LibTorchPackage> ReferencedPackages(IEnumerable<string> manifests)
    {
        var packages = new List<LibTorchPackage>();
        foreach (var manifest in manifests.Where(File.Exists))
        {
            using var json = Parsed(manifest);
            if (json is null || !json.RootElement.TryGetProperty("libraries", out var libraries)) continue;

            foreach (var library in libraries.EnumerateObject())
            {
                if (library.Name.Split('/') is not [var id, var version]) continue;
                if (id.StartsWith("libtorch-c", StringComparison.OrdinalIgnoreCase)) packages.Add(new(id, version));
            }
        }

        return [.. packages.Distinct()];
    }

    // A manifest that cannot be read tells nothing, and is no reason not to look for libtorch.
    private static JsonDocument? Parsed(string manifest)
    {
        try
        {
            var json = JsonDocument.Parse(File.ReadAllBytes(manifest));
            if (json.RootElement.ValueKind == JsonValueKind.Object) return json;
            json.Dispose();
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
        }

        return null;
    }
}

/// <summary>A libtorch package that the program references.</summary>
internal sealed record LibTorchPackage(string Id, string Version);
