using System.Formats.Tar;

namespace FastAI;

/// <summary>Unpacks a tar stream.</summary>
internal static class TarEntries
{
    public const int BlockBytes = 512;

    /// <summary>Whether a block is the header of a tar entry, by its checksum, which every form of tar has.</summary>
    public static bool IsHeader(ReadOnlySpan<byte> block)
    {
        if (block.Length < BlockBytes) return false;

        var field = block.Slice(148, 8);
        long written = 0, sum = 8 * ' ';
        foreach (var digit in field.Trim(" \0"u8))
        {
            if (digit is < (byte)'0' or > (byte)'7') return false;
            written = written * 8 + digit - '0';
        }

        foreach (var value in block[..148]) sum += value;
        foreach (var value in block[156..BlockBytes]) sum += value;
        return written == sum;
    }

    /// <summary>Unpacks all entries, and reads the stream to its end.</summary>
    public static void Unpack(MeteredStream stream, Unpacker unpacker, UnpackBudget budget)
    {
        using var reader = new TarReader(stream, leaveOpen: true);
        while (true)
        {
            stream.InHeader = true;
            var entry = reader.GetNextEntry();
            stream.InHeader = false;
            if (entry is null) break;

            Unpack(entry, unpacker, budget);
        }

        // Reads the checksum of a gzip file, too, which follows the last entry.
        var rest = new byte[1 << 16];
        while (stream.Read(rest) > 0) { }
    }

    private static void Unpack(TarEntry entry, Unpacker unpacker, UnpackBudget budget)
    {
        switch (entry.EntryType)
        {
            case TarEntryType.Directory or TarEntryType.DirectoryList:
            case TarEntryType.RegularFile or TarEntryType.V7RegularFile when entry.Name.EndsWith('/'):
                unpacker.AddFolder(entry.Name);
                break;

            case TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile:
                budget.Expect(entry.Length);
                var length = unpacker.AddFile(entry.Name, entry.DataStream);
                if (length != entry.Length)
                    throw ArchiveException.Damaged($"'{EntryPath.Shown(entry.Name)}' has {length} bytes instead of {entry.Length}.");
                break;

            case TarEntryType.SymbolicLink or TarEntryType.HardLink:
                unpacker.AddLink(entry.Name, entry.LinkName, symbolic: entry.EntryType == TarEntryType.SymbolicLink);
                break;

            case TarEntryType.GlobalExtendedAttributes or TarEntryType.TapeVolume:
                break;

            default:
                throw EntryPath.Refused(entry.Name, $"it is a {Word(entry.EntryType)}, and data sets have files, folders and links to files");
        }
    }

    private static string Word(TarEntryType type) => type switch
    {
        TarEntryType.CharacterDevice or TarEntryType.BlockDevice => "device",
        TarEntryType.Fifo => "pipe",
        _ => $"tar entry of type {type}",
    };
}
