using System.Security.Cryptography;

namespace FastAI;

/// <summary>Where a download is kept, whether it is the right one, and how its failures are told.</summary>
internal sealed class DownloadPlace
{
    public DownloadPlace(DataUrl url, DownloadOptions options)
    {
        var home = options.Base ?? FastAIPaths.Home;
        Url = url;
        Archive = Path.GetFullPath(Path.Combine(options.ArchiveFolder ?? Path.Combine(home, "archive"), url.ArchiveName));
        Folder = Path.GetFullPath(Path.Combine(options.DataFolder ?? Path.Combine(home, url.Kind == DataKind.Model ? "models" : "data"), url.Folder));
    }

    public DataUrl Url { get; }

    public string Archive { get; }

    public string Folder { get; }

    public string ArchiveLock => Archive + ".lock";

    public string FolderLock => Path.Combine(Path.GetDirectoryName(Folder)!, $".{Path.GetFileName(Folder)}.lock");

    // Which address the archive came from: another may end in the same name.
    private string SourceNote => Archive + ".source";

    public void CreateFolders()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Archive)!);
        Directory.CreateDirectory(Path.GetDirectoryName(Folder)!);
    }

    /// <summary>Refuses data that another address has left under the same name. What was put there by hand, or by fastai, bears no note and is taken.</summary>
    public void CheckSource()
    {
        if (!File.Exists(SourceNote) || File.ReadAllText(SourceNote) is not { Length: > 0 } source || source == Url.Address) return;

        throw Failed(
            $"{Archive} and {Folder} were made from {source}.",
            "Give this address a folder name of its own, new DataUrl(…) { Folder = \"…\" }, or set Force in the options to replace what is there.");
    }

    public void WriteSource() => AtomicFile.Write(SourceNote, stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(Url.Address)));

    public void DeleteArchive()
    {
        File.Delete(Archive);
        File.Delete(SourceNote);
    }

    /// <summary>In which way a file is not the one that <see cref="Url"/> tells of; null if there is none.</summary>
    public async Task<string?> FindMismatchAsync(string file, CancellationToken cancellationToken)
    {
        if (Url.Size is { } size && new FileInfo(file).Length is var length && length != size) return $"it has {length} bytes, expected are {size}.";
        if (Url.Sha256 is null) return null;

        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 17, FileOptions.Asynchronous | FileOptions.SequentialScan);
        var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken).ConfigureAwait(false));
        return hash.Equals(Url.Sha256, StringComparison.OrdinalIgnoreCase) ? null : $"its SHA-256 is {hash}, expected is {Url.Sha256.ToLowerInvariant()}.";
    }

    /// <summary>The error that a caller sees: what happened, what to do, and how to do without a network.</summary>
    public DownloadException Failed(string what, string advice, Exception? inner = null)
        => new(Url, Archive,
            $"Cannot get {Url.Name} from {Url.Address}: {what}\n" +
            $"{advice}\n" +
            $"Without a network: put the archive at {Archive} by hand and call again; it is unpacked to {Folder}.", inner);

    /// <summary>Puts words to what the file system refuses.</summary>
    public async Task<string> GuardAsync(Func<Task<string>> action)
    {
        try
        {
            return await action().ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failed(
                $"a file or folder cannot be read or written: {e.Message}",
                $"Free space or grant the right to write to {Path.GetDirectoryName(Archive)} and {Path.GetDirectoryName(Folder)}; " +
                $"the variable {FastAIPaths.HomeVariable}, or Base in the options, moves both.", e);
        }
    }
}
