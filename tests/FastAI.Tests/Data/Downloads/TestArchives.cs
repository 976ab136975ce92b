using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

namespace FastAI.Tests.Data;

/// <summary>Archives made in the test, honest and not.</summary>
internal static class TestArchives
{
    /// <summary>A .tgz of a folder with two files, and noise that does not compress, to cut in the middle.</summary>
    public static byte[] Digits(string folder = "digits", int noise = 100_000, int seed = 1) => TarGz(
        Folder(folder), File($"{folder}/labels.csv", "name,label\n"), Folder($"{folder}/train"), File($"{folder}/train/noise.bin", Noise(noise, seed)));

    public static byte[] Noise(int bytes, int seed)
    {
        var noise = new byte[bytes];
        new Random(seed).NextBytes(noise);
        return noise;
    }

    public static byte[] Tar(params TarEntry[] entries)
    {
        using var bytes = new MemoryStream();
        using (var writer = new TarWriter(bytes, leaveOpen: true))
            foreach (var entry in entries) writer.WriteEntry(entry);
        return bytes.ToArray();
    }

    public static byte[] TarGz(params TarEntry[] entries) => Gzip(Tar(entries));

    public static byte[] Gzip(byte[] content)
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(content);
        return bytes.ToArray();
    }

    public static TarEntry Folder(string name) => new PaxTarEntry(TarEntryType.Directory, name);

    public static TarEntry File(string name, string content) => File(name, Encoding.UTF8.GetBytes(content));

    public static TarEntry File(string name, byte[] content) => new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) };

    public static TarEntry Link(TarEntryType type, string name, string target) => new PaxTarEntry(type, name) { LinkName = target };

    public static byte[] Zip(params (string Name, byte[] Content)[] files) => Zip(null, files);

    /// <param name="mode">The Unix mode of all entries.</param>
    public static byte[] Zip(int? mode, params (string Name, byte[] Content)[] files)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in files)
            {
                var entry = zip.CreateEntry(name);
                if (mode is { } bits) entry.ExternalAttributes = bits << 16;
                using var stream = entry.Open();
                stream.Write(content);
            }
        }

        return bytes.ToArray();
    }

    /// <summary>The files below a folder, by path with slashes, and what they hold.</summary>
    public static Dictionary<string, string> Read(string folder) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .ToDictionary(path => Path.GetRelativePath(folder, path).Replace('\\', '/'), path => Encoding.Latin1.GetString(System.IO.File.ReadAllBytes(path)));
}
