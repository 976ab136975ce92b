using TorchSharp;

namespace FastAI;

/// <summary>Which devices this process can train on, and which of them is used unless told otherwise.</summary>
public static class Devices
{
    private static readonly Lazy<torch.Device> BestOfThisMachine = new(() => Usable()[0]);

    /// <summary>The device that everything uses unless it is given one: the first usable one of CUDA, MPS (Apple's GPU) and CPU.</summary>
    /// <remarks>Setting it changes what is built afterwards; null brings the machine's own back.</remarks>
    /// <exception cref="LibTorchException">libtorch cannot be loaded.</exception>
    [System.Diagnostics.CodeAnalysis.AllowNull]
    public static torch.Device Default
    {
        get => field ?? BestOfThisMachine.Value;
        set => field = value is null ? null : Checked(value);
    }

    /// <summary><paramref name="device"/> if one is given, after a check that it can be used, and <see cref="Default"/> otherwise.</summary>
    /// <exception cref="ArgumentException">The device is not there, or the libtorch that is referenced was not built for it.</exception>
    public static torch.Device DefaultOr(torch.Device? device) => device is null ? Default : Checked(device);

    /// <summary>Whether a tensor is on a device; one without index, as <c>cuda</c>, stands for any of its kind.</summary>
    /// <remarks>TorchSharp's devices have no equality of their own: two that mean the same are different objects, and unequal.</remarks>
    internal static bool IsOn(this torch.Tensor tensor, torch.Device device)
        => tensor.device_type == device.type && (device.type == DeviceType.CPU || device.index < 0 || tensor.device_index == device.index);

    /// <summary>The devices that work here, best first; the CPU is always the last.</summary>
    /// <exception cref="LibTorchException">libtorch cannot be loaded.</exception>
    public static IReadOnlyList<torch.Device> Usable()
    {
        LibTorch.EnsureLoaded();
        var devices = new List<torch.Device>();
        if (torch.cuda.is_available())
            for (var i = 0; i < torch.cuda.device_count(); i++) devices.Add(torch.device(DeviceType.CUDA, i));
        if (torch.mps_is_available()) devices.Add(torch.MPS);
        devices.Add(torch.CPU);
        return devices;
    }

    /// <summary>Why <paramref name="device"/> cannot compute, or null if it can: adds two numbers on it and looks at the result.</summary>
    /// <exception cref="LibTorchException">libtorch cannot be loaded.</exception>
    public static string? SelfTest(torch.Device device)
    {
        ArgumentNullException.ThrowIfNull(device);
        LibTorch.EnsureLoaded();
        try
        {
            using var scope = torch.NewDisposeScope();
            var sum = torch.tensor(new[] { 1f, 2f }, device: device).sum().item<float>();
            return sum == 3 ? null : $"1 + 2 is {sum} on {device}";
        }
        catch (Exception failure) when (failure is System.Runtime.InteropServices.ExternalException or InvalidOperationException or NotSupportedException)
        {
            return failure.Message.Split('\n')[0];
        }
    }

    private static torch.Device Checked(torch.Device device)
    {
        var usable = Usable();
        if (usable.Any(one => one.type == device.type && (device.index < 0 || one.index == device.index))) return device;

        var advice = device.type == DeviceType.CUDA
            ? "For CUDA, reference the package TorchSharp-cuda-linux or TorchSharp-cuda-windows in the place of the one for the CPU, and see that the driver is installed (nvidia-smi)."
            : device.type == DeviceType.MPS ? "MPS is there on Apple's own processors (osx-arm64)." : "";
        throw new ArgumentException($"The device {device} cannot be used here; usable: {string.Join(", ", usable)}. {advice}".TrimEnd(), nameof(device));
    }
}
