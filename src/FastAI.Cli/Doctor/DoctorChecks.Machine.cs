using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using TorchSharp;

namespace FastAI.Cli;

/// <content>Processor, memory, threads.</content>
internal static partial class DoctorChecks
{
    private const double LittleMemory = 1L << 30;

    private static IEnumerable<DoctorCheck> Machine() =>
    [
        new("Processor", "model", () => CpuModel()),
        new("Processor", "features", () => Features() is { Count: > 0 } features ? string.Join(", ", features)
            : DoctorFinding.Info("none that libtorch would use")),
        new("Memory", "total", () => Bytes(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes)),
        new("Memory", "available", () => AvailableMemory() is var available && available >= LittleMemory ? Bytes(available)
            : DoctorFinding.Problem(Bytes(available), "Less than 1 GiB is left: close other programs, or train with a smaller batch size.")),
    ];

    private static IEnumerable<DoctorCheck> Threads(LibTorchLoad load)
    {
        yield return new("Threads", "cores", () => $"{Environment.ProcessorCount}");
        if (load.Failure is not null) yield break;

        yield return new("Threads", "torch, inside an operation", () => torch.get_num_threads() is var count && count <= Environment.ProcessorCount ? $"{count}"
            : DoctorFinding.Problem($"{count}", $"More than there are cores, so that they wait for one another: set OMP_NUM_THREADS={Environment.ProcessorCount}, or call torch.set_num_threads."));
        yield return new("Threads", "torch, between operations", () => $"{torch.get_num_interop_threads()}");
    }

    private static string CpuModel()
    {
        var model = OperatingSystem.IsLinux() ? InFile("/proc/cpuinfo", "model name") : Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER");
        return $"{model ?? "unknown"} ({RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()})";
    }

    private static List<string> Features()
    {
        var (hasVectorBf16, hasMatrixBf16) = Bf16();
        List<(string Name, bool IsThere)> features =
        [
            ("AVX2", Avx2.IsSupported), ("FMA", Fma.IsSupported), ("AVX-512", Avx512F.IsSupported),
            ("bf16 (AVX-512)", hasVectorBf16), ("bf16 (AMX)", hasMatrixBf16), ("AdvSimd", AdvSimd.IsSupported),
        ];
        return [.. features.Where(feature => feature.IsThere).Select(feature => feature.Name)];
    }

    // .NET names neither; CPUID leaf 7 does: sub-leaf 1, EAX bit 5, and sub-leaf 0, EDX bit 22 (Intel's manual, volume 2A).
    private static (bool OfAvx512, bool OfAmx) Bf16()
    {
        if (!X86Base.IsSupported || X86Base.CpuId(0, 0).Eax < 7) return (false, false);

        var (subLeaves, _, _, edx) = X86Base.CpuId(7, 0);
        return (subLeaves >= 1 && (X86Base.CpuId(7, 1).Eax & (1 << 5)) != 0, (edx & (1 << 22)) != 0);
    }

    private static double AvailableMemory()
    {
        var info = GC.GetGCMemoryInfo();
        var inLimit = (double)Math.Max(0, info.TotalAvailableMemoryBytes - Environment.WorkingSet);
        if (!OperatingSystem.IsLinux() || InFile("/proc/meminfo", "MemAvailable") is not { } available)
            return info.MemoryLoadBytes > 0 ? Math.Max(0, info.TotalAvailableMemoryBytes - info.MemoryLoadBytes) : inLimit;

        // The file knows nothing of a container's limit, which .NET knows.
        return Math.Min(inLimit, 1024d * long.Parse(available.Split(' ')[0], CultureInfo.InvariantCulture));
    }

    private static string? InFile(string path, string key)
        => File.Exists(path) ? File.ReadLines(path).FirstOrDefault(line => line.StartsWith(key, StringComparison.Ordinal))?.Split(':', 2)[1].Trim() : null;
}
