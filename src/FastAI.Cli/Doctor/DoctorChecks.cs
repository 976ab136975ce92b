namespace FastAI.Cli;

/// <summary>Everything that the doctor looks at, in the order of the report.</summary>
/// <remarks>Nothing here touches <c>torch</c> unless <see cref="LibTorch.Load"/> has said that it loads.</remarks>
internal static partial class DoctorChecks
{
    public static IEnumerable<DoctorCheck> All()
    {
        var load = LibTorch.Load();
        return [.. Versions(load), .. NativeLibraries(load), .. Machine(), .. Threads(load), .. DevicesOf(load), .. Folders()];
    }

    private static string Bytes(double bytes) => $"{bytes / (1 << 30):0.0} GiB";
}
