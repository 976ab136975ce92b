namespace FastAI;

/// <summary>Says in one message what keeps libtorch from loading, what was found, what is needed, and what to add.</summary>
internal static class LibTorchCompatibility
{
    /// <summary>The reason why libtorch need not even be tried, or null.</summary>
    /// <param name="search">Where was looked, and for what.</param>
    /// <param name="libTorch">Path of libtorch, if it was found.</param>
    /// <param name="shim">Path of TorchSharp's native library, if it was found.</param>
    public static string? Check(LibTorchSearch search, string? libTorch, string? shim)
    {
        if (!LibTorchSearch.SupportedPlatforms.Contains(search.Platform))
            return $"libtorch does not run on this platform, {search.Platform}. {WhyNot(search.Platform)} " +
                   $"TorchSharp needs one of {string.Join(", ", LibTorchSearch.SupportedPlatforms)}.";

        var other = search.Packages.FirstOrDefault(package => package.Version != search.NeededVersion);
        if (other is not null)
            return $"libtorch {other.Version} is referenced (package {other.Id}), and TorchSharp needs exactly {search.NeededVersion} on {search.Platform}. " +
                   $"Fix: {Add(search)}";

        if (libTorch is null)
        {
            var searched = $"Looked in: {string.Join(", ", search.Folders)}.";
            return search.Packages.Count == 0
                ? $"libtorch {search.NeededVersion} was not found for {search.Platform}. The program references no libtorch package. {searched} Fix: {Add(search)}"
                : $"libtorch {search.NeededVersion} was not found for {search.Platform}. The program references {string.Join(", ", search.Packages.Select(package => $"{package.Id} {package.Version}"))}, " +
                  $"but no folder holds its library. {searched} Fix: {Deliver(search)}";
        }

        return shim is null
            ? $"TorchSharp's native library {LibTorchLoader.ShimName} was not found beside libtorch ({libTorch}). " +
              $"Looked in: {string.Join(", ", search.Folders)}. Fix: {Deliver(search)}"
            : null;
    }

    /// <summary>The message for libraries that are there but that the system's loader refuses.</summary>
    public static string NotLoadable(LibTorchSearch search, string libTorch, string shim, string loaderSays)
    {
        var advice = loaderSays switch
        {
            _ when loaderSays.Contains("GLIBC_", StringComparison.Ordinal)
                => "The system's C library is too old: glibc 2.34 or newer is needed (Debian 12, Ubuntu 22.04, RHEL 9 or later).",
            _ when loaderSays.Contains("GLIBCXX_", StringComparison.Ordinal) || loaderSays.Contains("CXXABI_", StringComparison.Ordinal)
                => "The system's C++ library is too old: install a newer libstdc++ (GCC 12 or later; on Debian and Ubuntu the package libstdc++6).",
            _ when loaderSays.Contains("cannot open shared object file", StringComparison.Ordinal)
                => "A library that libtorch depends on is missing: install the one that the loader names (in slim containers often libgomp1 or libstdc++6).",
            _ when loaderSays.Contains("invalid ELF header", StringComparison.Ordinal) || loaderSays.Contains("file too short", StringComparison.Ordinal)
                => $"The file is damaged: restore the package again (dotnet nuget locals all --clear; dotnet restore).",
            _ => "see what the loader says; " + Add(search),
        };
        return $"libtorch {search.NeededVersion} was found for {search.Platform} but cannot be loaded ({libTorch}; {shim}). " +
               $"The loader says: {loaderSays.Trim()} Fix: {advice}";
    }

    // A package for another platform is referenced, but not deployed here: only adding this platform's helps.
    private static string Deliver(LibTorchSearch search)
        => search.Packages.Any(package => package.Id.EndsWith($"-{search.Platform}", StringComparison.Ordinal))
            ? $"build again (dotnet build --no-incremental), after dotnet restore --force where the package itself is damaged; for a deployed program, publish again " +
              $"and copy all of its output, the folder runtimes/{search.Platform}/native included."
            : Add(search);

    private static string Add(LibTorchSearch search)
        => $"reference the package libtorch-cpu-{search.Platform}, version {search.NeededVersion} (or TorchSharp-cpu, which brings it for every system): " +
           $"dotnet add package libtorch-cpu-{search.Platform} --version {search.NeededVersion}";

    private static string WhyNot(string platform)
        => platform.Contains("musl", StringComparison.Ordinal) ? "Its C library is musl (Alpine Linux), and libtorch is built for glibc: use an image of Debian, Ubuntu or RHEL."
         : platform.EndsWith("-x86", StringComparison.Ordinal) || platform.EndsWith("-arm", StringComparison.Ordinal) ? "The process is 32-bit, and libtorch is 64-bit: run the program with the 64-bit .NET runtime."
         : "There is no build of TorchSharp's native library for it.";
}
