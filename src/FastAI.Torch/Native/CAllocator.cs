using System.Runtime.InteropServices;

namespace FastAI;

/// <summary>Settings of the C library's allocator, from which libtorch takes the memory of its tensors on a CPU.</summary>
internal static partial class CAllocator
{
    private const int TrimThreshold = -1, TopPad = -2, MmapThreshold = -3;

    /// <summary>
    /// Keeps freed blocks of up to 1 GiB in the process instead of giving them back after every step and taking the page faults again
    /// (8 % to 17 % of a training step of a small convnet). Does nothing where the C library is not glibc.
    /// </summary>
    public static void KeepLargeBlocks()
    {
        if (!OperatingSystem.IsLinux()) return;

        try
        {
            _ = MallOpt(MmapThreshold, 1 << 30);
            _ = MallOpt(TrimThreshold, int.MaxValue);
            _ = MallOpt(TopPad, 64 << 20);
        }
        catch (EntryPointNotFoundException)
        {
            // musl has no mallopt, and no thresholds.
        }
        catch (DllNotFoundException)
        {
        }
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int MallOpt(int parameter, int value);
}
