using System.IO.Compression;
using System.Text;

namespace FastAI;

/// <summary>Unpacks a zip file.</summary>
internal static class ZipEntries
{
    // The upper half of the external attributes is a Unix mode; its upper four bits are the kind of file.
    private const int KindMask = 0xF000, Folder = 0x4000, RegularFile = 0x8000, SymbolicLink = 0xA000;

    private const int MaxLinkBytes = 4096;

    public static void Unpack(FileStream file, Unpacker unpacker, UnpackBudget budget)
    {
        using var zip = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
        foreach (var entry in zip.Entries)
        {
            var name = entry.FullName;
            if (entry.IsEncrypted) throw EntryPath.Refused(name, "it is encrypted");

            switch ((entry.ExternalAttributes >>> 16) & KindMask)
            {
                case Folder:
                case 0 or RegularFile when name.EndsWith('/') || name.EndsWith('\\'):
                    unpacker.AddFolder(name);
                    break;
                case 0 or RegularFile:
                    AddFile(entry, unpacker, budget);
                    break;
                case SymbolicLink:
                    unpacker.AddLink(name, ReadLink(entry, budget), symbolic: true);
                    break;
                default:
                    throw EntryPath.Refused(name, "it is a device, pipe or socket, and data sets have files, folders and links to files");
            }
        }
    }

    private static void AddFile(ZipArchiveEntry entry, Unpacker unpacker, UnpackBudget budget)
    {
        budget.Expect(entry.Length);
        var crc = new Crc32();
        using var content = new MeteredStream(entry.Open(), budget);
        var length = unpacker.AddFile(entry.FullName, content, crc);
        if (length != entry.Length || crc.Value != entry.Crc32)
            throw ArchiveException.Damaged($"'{EntryPath.Shown(entry.FullName)}' has {length} bytes with checksum {crc.Value:x8} instead of {entry.Length} with {entry.Crc32:x8}.");
    }

    private static string ReadLink(ZipArchiveEntry entry, UnpackBudget budget)
    {
        if (entry.Length > MaxLinkBytes) throw EntryPath.Refused(entry.FullName, $"it is a link with a target of {entry.Length} bytes");

        using var content = new MeteredStream(entry.Open(), budget) { InHeader = true };
        var target = new byte[MaxLinkBytes];
        return Encoding.UTF8.GetString(target, 0, content.ReadAtLeast(target, target.Length, throwOnEndOfStream: false));
    }
}
