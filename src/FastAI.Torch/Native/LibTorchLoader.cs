using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace FastAI;

/// <summary>Loads libtorch and then TorchSharp's native library, mended where the system's C++ library is too old for it.</summary>
internal static partial class LibTorchLoader
{
    public const string ShimName = "LibTorchSharp";

    // Initialises std::cin and its like; before GLIBCXX_3.4.32 every object file that includes <iostream> did so itself, and so did libtorch.
    private static readonly string[] MayDoNothing = ["_ZSt21ios_base_library_initv"];

    public static LibTorchLoad Load(LibTorchSearch search)
    {
        var load = new LibTorchLoad
        {
            Platform = search.Platform,
            NeededVersion = search.NeededVersion,
            Packages = [.. search.Packages.Select(package => $"{package.Id} {package.Version}")],
            LibTorchPath = search.Find(FileName("torch", search.Platform)),
            ShimPath = search.Find(FileName(ShimName, search.Platform)),
        };

        if (LibTorchCompatibility.Check(search, load.LibTorchPath, load.ShimPath) is { } problem)
            return load with { Failure = new(problem) };

        try
        {
            NativeLibrary.Load(load.LibTorchPath!);
            return LoadShim(load, search);
        }
        catch (Exception failure) when (failure is DllNotFoundException or BadImageFormatException or IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return load with { Failure = new(LibTorchCompatibility.NotLoadable(search, load.LibTorchPath!, load.ShimPath!, failure.Message), failure) };
        }
    }

    private static LibTorchLoad LoadShim(LibTorchLoad load, LibTorchSearch search)
    {
        var (path, isTemporary) = (load.ShimPath!, false);
        ElfFile? mended = null;
        byte[] bytes = [];
        var relaxed = new List<string>();

        while (true)
        {
            DllNotFoundException failure;
            try
            {
                return load with { ShimHandle = NativeLibrary.Load(path), ShimPath = path, RelaxedVersions = relaxed };
            }
            catch (DllNotFoundException e)
            {
                failure = e;
            }
            finally
            {
                if (isTemporary) Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);     // what is loaded needs its file no more
            }

            // The loader names one missing version at a time.
            if (!search.Platform.StartsWith("linux", StringComparison.Ordinal)) throw failure;
            var version = MissingVersion().Match(failure.Message).Groups["version"].Value;
            if (version == "" || relaxed.Contains(version)) throw failure;

            mended ??= new ElfFile(bytes = File.ReadAllBytes(load.ShimPath!));
            var symbols = mended.SymbolsOf(version);
            if (symbols.Count == 0 || symbols.Except(MayDoNothing).Any()) throw failure;

            mended.Relax(version);
            relaxed.Add(version);
            (path, isTemporary) = StoreMended(bytes, search);
        }
    }

    /// <summary>Puts the mended library where it can be loaded from; a temporary one is to be removed once it is loaded.</summary>
    /// <param name="bytes">The library.</param>
    /// <param name="search">Says where the cache is, and for which version the library is.</param>
    /// <remarks>In the cache its name holds its content's hash, so that another version, or a damaged copy, never meets this one. Where the
    /// cache cannot be written to, a fresh temporary folder of this user alone takes it (a shared one could be swapped by another user).</remarks>
    /// <exception cref="IOException">Nothing can be written to.</exception>
    internal static (string Path, bool IsTemporary) StoreMended(byte[] bytes, LibTorchSearch search)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes))[..16];
        var file = $"lib{ShimName}-{search.NeededVersion}-{hash}.so";
        var failures = new List<string>();

        foreach (var isTemporary in (bool[])[false, true])
        {
            try
            {
                var folder = isTemporary ? Directory.CreateTempSubdirectory("fastai-native-") : Directory.CreateDirectory(search.Cache);
                var path = Path.Combine(folder.FullName, file);
                if (!File.Exists(path) || !File.ReadAllBytes(path).AsSpan().SequenceEqual(bytes)) AtomicFile.Write(path, stream => stream.Write(bytes));
                return (path, isTemporary);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // A read-only home, as in many containers: the temporary folder will do.
                failures.Add(e.Message);
            }
        }

        throw new IOException($"The mended copy of {ShimName} cannot be written, neither to {search.Cache} nor to {Path.GetTempPath()}: {string.Join(" ", failures)} " +
                              $"Set {FastAIPaths.HomeVariable} to a folder that can be written to.");
    }

    private static string FileName(string library, string platform)
        => platform.StartsWith("win", StringComparison.Ordinal) ? $"{library}.dll"
         : platform.StartsWith("osx", StringComparison.Ordinal) ? $"lib{library}.dylib"
         : $"lib{library}.so";

    [GeneratedRegex(@"version `(?<version>[^']+)' not found")]
    private static partial Regex MissingVersion();
}
