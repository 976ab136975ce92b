using System.Diagnostics;

namespace FastAI.Cli;

/// <content>Native libraries, and where they come from.</content>
internal static partial class DoctorChecks
{
    private static IEnumerable<DoctorCheck> NativeLibraries(LibTorchLoad load) =>
    [
        new("Native libraries", "libtorch", () => load.Failure is { } failure
            ? DoctorFinding.Problem(load.LibTorchPath is { } path ? $"does not load: {path}" : "not found", failure.Message)
            : load.LibTorchPath!),
        new("Native libraries", "LibTorchSharp", () => load switch
        {
            { Failure: not null } => DoctorFinding.Info(load.ShimPath is { } path ? $"not loaded: {path}" : "not found"),
            { RelaxedVersions: [] } => load.ShimPath!,
            _ => DoctorFinding.Info($"{load.ShimPath} (mended copy, does without {string.Join(", ", load.RelaxedVersions)})",
                "This system's C++ library is older than the one that TorchSharp was built with; a copy of its native library that does not need the newer one is used. Nothing is to be done."),
        }),
        new("Native libraries", "SkiaSharp", () =>
        {
            try
            {
                var version = SkiaSharp.SkiaSharpVersion.Native;
                return $"{version} ({PathOf("libSkiaSharp") ?? "path unknown"})";
            }
            catch (Exception e) when (e is DllNotFoundException or TypeInitializationException or InvalidOperationException)
            {
                return DoctorFinding.Problem("does not load", $"{(e.InnerException ?? e).Message} Fix: reference SkiaSharp.NativeAssets.Linux.NoDependencies " +
                    "(on Linux), in the version of SkiaSharp, and build again.");
            }
        }),
    ];

    private static string? PathOf(string library)
    {
        using var process = Process.GetCurrentProcess();
        return process.Modules.Cast<ProcessModule>().FirstOrDefault(module => module.ModuleName?.StartsWith(library, StringComparison.OrdinalIgnoreCase) == true)?.FileName;
    }
}
