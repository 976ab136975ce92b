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
        var path = load.ShimPath!;
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

            // The loader names one missing version at a time.
            if (!search.Platform.StartsWith("linux", StringComparison.Ordinal)) throw failure;
            var version = MissingVersion().Match(failure.Message).Groups["version"].Value;
            if (version == "" || relaxed.Contains(version)) throw failure;

            mended ??= new ElfFile(bytes = File.ReadAllBytes(load.ShimPath!));
            var symbols = mended.SymbolsOf(version);
            if (symbols.Count == 0 || symbols.Except(MayDoNothing).Any()) throw failure;

            mended.Relax(version);
            relaxed.Add(version);
            path = StoreMended(bytes, search);
        }
    }

    // Under a name that holds its content's hash: another version, or a damaged copy, never meets this one.
    private static string StoreMended(byte[] bytes, LibTorchSearch search)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes))[..16];
        var file = $"lib{ShimName}-{search.NeededVersion}-{hash}.so";

        foreach (var folder in (string[])[search.Cache, Path.Combine(Path.GetTempPath(), "fastai-native")])
        {
            var path = Path.Combine(folder, file);
            if (File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(bytes)) return path;

            try
            {
                Directory.CreateDirectory(folder);
                AtomicFile.Write(path, stream => stream.Write(bytes));
                return path;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException && folder == search.Cache)
            {
                // A read-only home, as in many containers: the temporary folder will do.
            }
        }

        throw new IOException($"Neither {search.Cache} nor {Path.GetTempPath()} can be written to, where the mended copy of {ShimName} has to go.");
    }

    private static string FileName(string library, string platform)
        => platform.StartsWith("win", StringComparison.Ordinal) ? $"{library}.dll"
         : platform.StartsWith("osx", StringComparison.Ordinal) ? $"lib{library}.dylib"
         : $"lib{library}.so";

    [GeneratedRegex(@"version `(?<version>[^']+)' not found")]
    private static partial Regex MissingVersion();
}
