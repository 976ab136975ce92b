using System.Runtime.InteropServices;
using TorchSharp;

namespace FastAI.Cli;

/// <content>Devices: whether each is there, and computes.</content>
internal static partial class DoctorChecks
{
    private static IEnumerable<DoctorCheck> DevicesOf(LibTorchLoad load)
    {
        if (load.Failure is not null)
        {
            yield return new("Devices", "cpu", () => DoctorFinding.Info("not tried, since libtorch does not load"));
            yield break;
        }

        foreach (var device in Devices.Usable().Reverse())
            yield return new("Devices", device.ToString(), () => Devices.SelfTest(device) is { } failure
                ? DoctorFinding.Problem(failure, $"This device does not compute. Train on another one meanwhile (Devices.Default = …), and update the driver of {device}.")
                : $"computes{(Devices.Default.ToString() == device.ToString() ? ", and is used unless another is asked for" : "")}");

        if (!Devices.Usable().Any(device => device.type == DeviceType.CUDA))
            yield return new("Devices", "cuda", () => DoctorFinding.Info(load.Packages.Any(package => package.StartsWith("libtorch-cuda", StringComparison.OrdinalIgnoreCase))
                ? "not usable: libtorch for CUDA is referenced, and finds no GPU or driver (see nvidia-smi)"
                : "not usable: libtorch for the CPU is referenced"));
        if (!Devices.Usable().Any(device => device.type == DeviceType.MPS))
            yield return new("Devices", "mps", () => DoctorFinding.Info(RuntimeInformation.IsOSPlatform(OSPlatform.OSX) ? "not usable on this processor" : "only on macOS"));
    }
}
