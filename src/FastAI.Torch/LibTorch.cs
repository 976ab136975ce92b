using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using TorchSharp;

namespace FastAI;

/// <summary>Finds libtorch and makes it load, also on systems where TorchSharp alone does not, and says why where it cannot.</summary>
/// <remarks>
/// <para>The package adds a call of <see cref="Prepare"/> to the start of every C# program, so nobody has to call it; F# and VB programs
/// call it in their first line.</para>
/// <para>TorchSharp 0.107.0 asks for a libstdc++ newer than that of Debian 12 or Ubuntu 22.04, for the sake of one function that initialises
/// the standard streams, which older versions do by themselves. There a copy of its native library without that requirement is loaded
/// from <see cref="FastAIPaths.Cache"/>. Where the system's own loader succeeds, nothing of this happens.</para>
/// </remarks>
public static class LibTorch
{
    private static readonly Lock Gate = new();
    private static bool s_prepared;
    private static bool s_reportsFailure;
    private static LibTorchLoad? s_load;

    /// <summary>Puts the loading in place, without loading anything. Calling it again does nothing.</summary>
    public static void Prepare()
    {
        lock (Gate)
        {
            if (s_prepared) return;

            CAllocator.KeepLargeBlocks();
            OpenMpThreads.WaitAsleep();
            AssemblyLoadContext.Default.ResolvingUnmanagedDll += OnNativeLibraryNotFound;
            s_prepared = true;
        }
    }

    /// <summary>Loads libtorch now, unless it is loaded.</summary>
    /// <exception cref="LibTorchException">It cannot be loaded; the message says why, in the loader's own words, and what to do.</exception>
    public static void EnsureLoaded()
    {
        Prepare();
        if (Load() is { Failure: { } failure }) throw failure;
        torch.InitializeDeviceType(DeviceType.CPU);
    }

    /// <summary>What was found, and from where; loads libtorch if that has not been tried yet, and never throws.</summary>
    public static LibTorchLoad Load()
    {
        lock (Gate) return s_load ??= LibTorchLoader.Load(LibTorchSearch.OfThisProcess());
    }

    // Raised when the runtime's own look-up of a native library has failed. TorchSharp swallows an exception here and goes on to
    // report a missing package whatever the cause, so the failure is carried to its first native call, which reports it as it is.
    private static nint OnNativeLibraryNotFound(Assembly assembly, string library)
    {
        var isOwn = assembly == typeof(LibTorch).Assembly;
        if (library != LibTorchLoader.ShimName || !(isOwn || assembly == typeof(torch).Assembly)) return 0;

        var load = Load();
        if (load.Failure is null) return load.ShimHandle;
        if (isOwn) throw load.Failure;

        try
        {
            if (!s_reportsFailure)
                NativeLibrary.SetDllImportResolver(assembly, (name, _, _) => name == LibTorchLoader.ShimName ? throw load.Failure : 0);
            s_reportsFailure = true;
        }
        catch (InvalidOperationException)
        {
            // The program has a resolver of its own; TorchSharp's message then holds ours in its trace.
            throw load.Failure;
        }

        return NativeLibrary.GetMainProgramHandle();
    }
}
