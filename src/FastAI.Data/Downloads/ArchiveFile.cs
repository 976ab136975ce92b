using System.Text;

namespace FastAI;

/// <summary>Unpacks .tgz, .tar.gz, .tar, .zip and .gz files, and lets none of them write elsewhere.</summary>
public static class ArchiveFile
{
    private const int BufferBytes = 1 << 17;

    /// <summary>
    /// Unpacks an archive to a new folder, which appears whole or not at all. If all of the archive lies in one top folder, that is left out:
    /// the folder holds what is in it. The content decides about the kind, not the name; a .gz that holds no tar gives one file, named without the ending.
    /// </summary>
    /// <param name="archive">The file.</param>
    /// <param name="folder">Where to; must not exist, or be empty.</param>
    /// <param name="limits">What it may unpack to at most.</param>
    /// <param name="cancellationToken">Ends it; nothing is left behind.</param>
    /// <returns>Full path of the folder.</returns>
    /// <remarks>
    /// Refused, with the entry's name: absolute paths, drive letters and <c>..</c>, links that lead out of the folder, devices and pipes, encrypted entries, more than the limits allow.
    /// A link to a file of the archive becomes a copy of that; one to a folder or to nothing is left out with a warning. Of two entries of one name the later counts. Rights and owners in
    /// the archive are ignored. fastai's <c>untar_dir</c>, which trusts the archive.
    /// </remarks>
    /// <exception cref="ArchiveException">The archive is damaged, unsafe, too large or of another kind.</exception>
    /// <exception cref="IOException">The archive cannot be read, or the folder is not empty or cannot be written.</exception>
    public static string Extract(string archive, string folder, ExtractLimits? limits = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(archive);
        ArgumentException.ThrowIfNullOrEmpty(folder);

        folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        if (File.Exists(folder) || DataFolders.HasEntries(folder))
            throw new IOException($"Cannot unpack {archive} to {folder}: that exists, and a folder has to be new or empty. Give another, or delete it.");

        DataFolders.Replace(folder, staging => ExtractTo(archive, staging, limits ?? new(), null, cancellationToken));
        return folder;
    }

    /// <summary>Unpacks everything into an existing empty folder.</summary>
    /// <returns>That folder, or the one top folder in it.</returns>
    internal static string ExtractTo(string archive, string folder, ExtractLimits limits, Action<long>? onPosition, CancellationToken cancellationToken)
    {
        using var file = new FileStream(archive, FileMode.Open, FileAccess.Read, FileShare.Read, BufferBytes, FileOptions.SequentialScan);
        var budget = new UnpackBudget(file.Length, limits);
        var unpacker = new Unpacker(folder, budget, cancellationToken) { OnBytes = onPosition is null ? null : () => onPosition(file.Position) };
        try
        {
            Unpack(file, archive, unpacker, budget);
            unpacker.Finish();
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or FormatException or OverflowException or NotSupportedException)
        {
            throw ArchiveException.Damaged(e.Message, e);
        }

        return Directory.EnumerateFileSystemEntries(folder).Take(2).ToArray() is [var only] && Directory.Exists(only) ? only : folder;
    }

    private static void Unpack(FileStream file, string archive, Unpacker unpacker, UnpackBudget budget)
    {
        var start = Head(file);
        if (start is [(byte)'P', (byte)'K', 3 or 5, 4 or 6, ..])
        {
            ZipEntries.Unpack(file, unpacker, budget);
        }
        else if (start is [0x1F, 0x8B, 8, ..])
        {
            var isTar = HoldsTar(file);
            using var content = new MeteredStream(new GzipFile(file), budget);
            if (isTar)
                TarEntries.Unpack(content, unpacker, budget);
            else if (NameWithoutGz(archive) is { } name)
                unpacker.AddFile(name, content);
            else
                throw Unknown(archive, "is a gzip file, but what it holds is no tar file, as its name says it would be.");
        }
        else if (TarEntries.IsHeader(start))
        {
            using var content = new MeteredStream(file, budget);
            TarEntries.Unpack(content, unpacker, budget);
        }
        else
        {
            throw Unknown(archive, Describe(start));
        }
    }

    private static bool HoldsTar(FileStream file)
    {
        using var content = new GzipFile(file);
        var isTar = TarEntries.IsHeader(Head((Stream)content));
        file.Position = 0;
        return isTar;
    }

    private static byte[] Head(FileStream file)
    {
        var head = Head((Stream)file);
        file.Position = 0;
        return head;
    }

    private static byte[] Head(Stream stream)
    {
        var head = new byte[TarEntries.BlockBytes];
        return head[..stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
    }

    private static string? NameWithoutGz(string archive)
    {
        var name = Path.GetFileName(archive);
        return name.EndsWith(".tgz", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".tar.gz", StringComparison.OrdinalIgnoreCase) ? null
             : name.Length > 3 && name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? name[..^3]
             : name;
    }

    private static string Describe(byte[] start) => start switch
    {
        [] => "is empty.",
        [(byte)'B', (byte)'Z', (byte)'h', ..] => "is a bzip2 file, which is not read here.",
        [0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', ..] => "is an xz file, which is not read here.",
        [(byte)'7', (byte)'z', 0xBC, 0xAF, ..] => "is a 7z file, which is not read here.",
        [(byte)'R', (byte)'a', (byte)'r', (byte)'!', ..] => "is a rar file, which is not read here.",
        _ when Text(start).StartsWith('<') => $"is no archive but a page; it begins with '{Text(start)}'. Servers answer so when one has to log in, or where a file has moved.",
        _ => $"is of no known kind; it begins with '{Text(start)}'.",
    };

    private static string Text(byte[] start) => EntryPath.Shown(Encoding.Latin1.GetString(start, 0, Math.Min(40, start.Length)).TrimStart());

    private static ArchiveException Unknown(string archive, string what)
        => new(ArchiveProblem.UnknownKind, $"{Path.GetFileName(archive)} {what} Expected is .tgz, .tar.gz, .tar, .zip or .gz.");
}
