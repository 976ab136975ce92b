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

        // Asked once here; a driver that fails to answer is a finding, and not the end of the report.
        IReadOnlyList<torch.Device> usable = [];
        string? failed = null;
        try
        {
            usable = Devices.Usable();
        }
        catch (Exception e) when (e is ExternalException or InvalidOperationException or NotSupportedException or TypeInitializationException)
        {
            failed = (e.InnerException ?? e).Message;
        }

        if (failed is not null)
        {
            yield return new("Devices", "all", () => DoctorFinding.Problem("libtorch cannot list them", failed));
            yield break;
        }

        foreach (var device in usable.Reverse())
            yield return new("Devices", device.ToString(), () => Devices.SelfTest(device) is { } failure
                ? DoctorFinding.Problem(failure, $"This device does not compute. Train on another one meanwhile (Devices.Default = …), and update the driver of {device}.")
                : $"computes{(Devices.Default.ToString() == device.ToString() ? ", and is used unless another is asked for" : "")}");

        if (usable.All(device => device.type != DeviceType.CUDA))
            yield return new("Devices", "cuda", () => DoctorFinding.Info(load.Packages.Any(package => package.StartsWith("libtorch-cuda", StringComparison.OrdinalIgnoreCase))
                ? "not usable: libtorch for CUDA is referenced, and finds no GPU or driver (see nvidia-smi)"
                : "not usable: libtorch for the CPU is referenced"));
        if (usable.All(device => device.type != DeviceType.MPS))
            yield return new("Devices", "mps", () => DoctorFinding.Info(OperatingSystem.IsMacOS() ? "not usable on this processor" : "only on macOS"));
    }
}
