using System.Runtime.InteropServices;

namespace FastAI;

/// <summary>How the threads that libtorch spreads an operation over wait for each other.</summary>
internal static partial class OpenMpThreads
{
    /// <summary>
    /// Lets waiting threads sleep after some microseconds instead of spinning for a millisecond. A spinning thread takes the core from the one that it waits
    /// for as soon as anything else runs on the machine, the loader's workers of this very program included: a training run of small operations beside a
    /// compiler took 5 to 10 times as long; on an idle machine the two do not differ. Has to come before libtorch is loaded; whoever sets OMP_WAIT_POLICY or
    /// GOMP_SPINCOUNT is left alone.
    /// </summary>
    public static void WaitAsleep()
    {
        if (!OperatingSystem.IsLinux()) return;
        if (Environment.GetEnvironmentVariable("OMP_WAIT_POLICY") is not null || Environment.GetEnvironmentVariable("GOMP_SPINCOUNT") is not null) return;

        try
        {
            // .NET keeps a copy of the environment; the C library's own is what libgomp reads.
            _ = SetEnvironment("GOMP_SPINCOUNT", "2000", 0);
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
        }
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);
}
