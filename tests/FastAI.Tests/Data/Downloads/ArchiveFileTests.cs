using System.Formats.Tar;
using System.Text;
using Xunit;
using static FastAI.Tests.Data.TestArchives;

namespace FastAI.Tests.Data;

public sealed class ArchiveFileTests : IDisposable
{
    private static readonly byte[] A = "a"u8.ToArray(), B = "b"u8.ToArray();

    private readonly TemporaryFolder _folder = new();

    private string Target => Path.Combine(_folder.Path, "outer", "target");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void One_top_folder_is_left_out_and_two_are_kept()
    {
        Extract(TarGz(File("top/a.txt", "a"), File("top/b/c.txt", "c")));

        Assert.Equal(new Dictionary<string, string> { ["a.txt"] = "a", ["b/c.txt"] = "c" }, Read(Target));

        Directory.Delete(Target, recursive: true);
        Extract(TarGz(File("one/a.txt", "a"), File("two/c.txt", "c")));

        Assert.Equal(new Dictionary<string, string> { ["one/a.txt"] = "a", ["two/c.txt"] = "c" }, Read(Target));
    }

    [Fact]
    public void The_content_decides_about_the_kind()
    {
        var expected = new Dictionary<string, string> { ["a"] = "a", ["b"] = "b" };
        (string, byte[])[] archives =
        [
            ("x.zip", Tar(File("a", A), File("b", B))),
            ("x.tar", TarGz(File("a", A), File("b", B))),
            ("x.tgz", Zip(("a", A), ("b", B))),
            ("x", Zip(("top/", []), ("top/a", A), ("top\\b", B))),
        ];
        foreach (var (name, bytes) in archives)
        {
            Extract(bytes, name);

            Assert.Equal(expected, Read(Target));
            Directory.Delete(Target, recursive: true);
        }
    }

    [Fact]
    public void A_gz_of_no_tar_gives_one_file()
    {
        Extract(Gzip(Encoding.UTF8.GetBytes("x,y\n")), "table.csv.gz");

        Assert.Equal(new Dictionary<string, string> { ["table.csv"] = "x,y\n" }, Read(Target));
    }

    [Fact]
    public void Several_gzip_members_and_zeros_after_them_are_read()
    {
        var tar = Tar(File("a", Noise(30_000, 1)), File("b", B));
        // As gzip(1) writes it; GZipStream writes nothing at all for no data.
        byte[] empty = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];

        Extract([.. Gzip(tar[..500]), .. empty, .. Gzip(tar[500..20_000]), .. Gzip(tar[20_000..]), .. new byte[700]]);

        Assert.Equal(30_000, new FileInfo(Path.Combine(Target, "a")).Length);
        Assert.Equal("b", Read(Target)["b"]);
    }

    [Fact]
    public void Every_older_form_of_tar_is_read()
    {
        TarEntry[] files =
        [
            new V7TarEntry(TarEntryType.V7RegularFile, "d/a"), new UstarTarEntry(TarEntryType.RegularFile, "d/a"), new GnuTarEntry(TarEntryType.RegularFile, "d/a"),
        ];
        foreach (var file in files)
        {
            file.DataStream = new MemoryStream(A);
            Extract(Tar(file), "x.tar");

            Assert.Equal("a", Read(Target)["a"]);
            Directory.Delete(Target, recursive: true);
        }
    }

    [Fact]
    public void Long_names_and_letters_of_all_kinds_arrive()
    {
        var name = string.Join('/', Enumerable.Repeat("a folder with a rather long name", 6)) + "/ärgerlich 数.txt";

        Extract(TarGz(File(name, "a"), File("b", "b")));

        Assert.Equal("a", Read(Target)[name]);
    }

    [Theory]
    [InlineData("../evil", "'..'")]
    [InlineData("a/../../evil", "'..'")]
    [InlineData("a\\..\\..\\evil", "'..'")]
    [InlineData("/tmp/evil", "absolute")]
    [InlineData("\\\\server\\evil", "absolute")]
    [InlineData("C:\\evil", "drive")]
    [InlineData("c:evil", "drive")]
    public void A_name_that_leads_out_is_refused(string name, string reason)
    {
        foreach (var archive in (byte[][])[TarGz(File("good", A), File(name, B)), Zip(("good", A), (name, B)), TarGz(Folder(name))])
        {
            var e = Refused(archive, ArchiveProblem.Unsafe);

            Assert.Contains(name, e.Message, StringComparison.Ordinal);
            Assert.Contains(reason, e.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(TarEntryType.SymbolicLink, "a/link", "../../evil")]
    [InlineData(TarEntryType.SymbolicLink, "a/link", "/etc/passwd")]
    [InlineData(TarEntryType.SymbolicLink, "link", "C:\\evil")]
    [InlineData(TarEntryType.HardLink, "a/link", "../evil")]
    [InlineData(TarEntryType.HardLink, "a/link", "/etc/passwd")]
    public void A_link_that_leads_out_is_refused(TarEntryType type, string name, string target)
    {
        var e = Refused(TarGz(Link(type, name, target), File("good", A)), ArchiveProblem.Unsafe);

        Assert.Contains(name, e.Message, StringComparison.Ordinal);
        Assert.Contains(target, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_zip_cannot_bring_in_links_or_pipes_either()
    {
        Refused(Zip(0xA1FF, ("link", "../evil"u8.ToArray())), ArchiveProblem.Unsafe);
        Refused(Zip(0x11FF, ("pipe", [])), ArchiveProblem.Unsafe);
    }

    [Fact]
    public void A_file_cannot_be_written_through_a_link()
    {
        Directory.CreateDirectory(_folder.File("outside"));

        Refused(TarGz(Link(TarEntryType.SymbolicLink, "dir", _folder.File("outside")), File("dir/evil", A)), ArchiveProblem.Unsafe);
        Extract(TarGz(Folder("real"), Link(TarEntryType.SymbolicLink, "dir", "real"), File("dir/a", A)));

        Assert.Empty(Read(_folder.File("outside")));
        Assert.Equal(["dir/a"], Read(Target).Keys);
    }

    [Fact]
    public void Links_to_files_become_copies_and_others_are_left_out()
    {
        var warnings = new List<string>();
        using var _ = Warnings.Subscribe(warnings.Add);

        Extract(TarGz(
            Link(TarEntryType.SymbolicLink, "x/second", "first"), Link(TarEntryType.SymbolicLink, "x/first", "../data/a"), File("data/a", A),
            Link(TarEntryType.HardLink, "hard", "data/a"), Link(TarEntryType.SymbolicLink, "folder", "data"), Link(TarEntryType.SymbolicLink, "nowhere", "none")));

        Assert.Equal(new Dictionary<string, string> { ["data/a"] = "a", ["hard"] = "a", ["x/first"] = "a", ["x/second"] = "a" }, Read(Target));
        Assert.DoesNotContain(Directory.EnumerateFiles(Target, "*", SearchOption.AllDirectories), file => new FileInfo(file).LinkTarget is not null);
        Assert.Contains("'folder', 'nowhere'", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(TarEntryType.Fifo)]
    [InlineData(TarEntryType.CharacterDevice)]
    [InlineData(TarEntryType.BlockDevice)]
    public void Devices_and_pipes_are_refused(TarEntryType type)
        => Assert.Contains("odd", Refused(TarGz(new PaxTarEntry(type, "odd")), ArchiveProblem.Unsafe).Message, StringComparison.Ordinal);

    [Fact]
    public void Of_two_files_of_one_name_the_later_counts_and_a_file_is_no_folder()
    {
        Extract(TarGz(File("a", A), File("./a", B), File("b", B)));

        Assert.Equal(new Dictionary<string, string> { ["a"] = "b", ["b"] = "b" }, Read(Target));
        Directory.Delete(Target, recursive: true);
        Refused(TarGz(File("a", A), File("a/b", B)), ArchiveProblem.Damaged);
        Refused(TarGz(File("a/b", B), File("a", A)), ArchiveProblem.Damaged);
    }

    [Fact]
    public void Rights_in_the_archive_are_ignored()
    {
        if (OperatingSystem.IsWindows()) return;

        Extract(TarGz(
            new PaxTarEntry(TarEntryType.Directory, "d") { Mode = UnixFileMode.None },
            new PaxTarEntry(TarEntryType.RegularFile, "d/a") { Mode = UnixFileMode.SetUser | UnixFileMode.UserExecute, DataStream = new MemoryStream(A) }, File("b", B)));

        var mode = System.IO.File.GetUnixFileMode(Path.Combine(Target, "d", "a"));
        Assert.True(mode.HasFlag(UnixFileMode.UserRead | UnixFileMode.UserWrite));
        Assert.False(mode.HasFlag(UnixFileMode.SetUser) || mode.HasFlag(UnixFileMode.UserExecute));
    }

    [Fact]
    public void What_unpacks_to_too_much_is_refused()
    {
        var zeros = new byte[3_000_000];
        var million = new ExtractLimits { MaxBytes = 1_000_000 };
        foreach (var (archive, name) in ((byte[], string)[])[(TarGz(File("a", zeros)), "x.tgz"), (Zip(("a", zeros)), "x.zip"), (Gzip(zeros), "x.gz")])
            Assert.Contains("MaxBytes", Refused(archive, ArchiveProblem.TooLarge, million, name).Message, StringComparison.Ordinal);

        // Copies count, and so does what follows the last entry.
        Refused(TarGz([File("a", new byte[400_000]), .. Enumerable.Range(0, 9).Select(i => Link(TarEntryType.HardLink, $"copy{i}", "a"))]), ArchiveProblem.TooLarge, million);
        Refused(Gzip([.. Tar(File("a", A)), .. zeros]), ArchiveProblem.TooLarge, million);

        Assert.Contains("MaxEntries", Refused(TarGz(File("a", A), File("b", B)), ArchiveProblem.TooLarge, new() { MaxEntries = 1 }).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_small_archive_of_very_much_is_refused_by_its_ratio()
        => Assert.Contains("MaxRatio", Refused(Zip(("a", new byte[70_000_000])), ArchiveProblem.TooLarge, new()).Message, StringComparison.Ordinal);

    [Fact]
    public void A_header_that_announces_a_path_of_megabytes_is_refused()
        => Refused(TarGz(new PaxTarEntry(TarEntryType.RegularFile, "a", new Dictionary<string, string> { ["comment"] = new('x', 3_000_000) })), ArchiveProblem.Damaged);

    [Fact]
    public void A_file_cut_off_anywhere_is_damaged()
    {
        var tgz = TarGz(File("a", Noise(20_000, 1)), File("b", Noise(20_000, 2)));
        foreach (var length in (int[])[12, 600, tgz.Length / 2, tgz.Length - 9, tgz.Length - 8, tgz.Length - 4, tgz.Length - 1])
            Refused(tgz[..length], ArchiveProblem.Damaged);

        // At the border between two entries, where tar sees nothing amiss.
        var tar = Tar(File("a", Noise(20_000, 1)), File("b", Noise(20_000, 2)));
        Refused(Gzip(tar)[..^300], ArchiveProblem.Damaged);
        Refused(tar[..15_000], ArchiveProblem.Damaged, name: "x.tar");

        var zip = Zip(("a", Noise(20_000, 1)));
        Refused(zip[..^30], ArchiveProblem.Damaged);
    }

    [Fact]
    public void A_changed_byte_is_noticed()
    {
        foreach (var archive in (byte[][])[TarGz(File("a", Noise(20_000, 1))), Zip(("a", Noise(20_000, 1)))])
        {
            archive[9_000] ^= 1;
            Refused(archive, ArchiveProblem.Damaged);
        }
    }

    [Fact]
    public void Whatever_bytes_change_nothing_else_than_an_archive_s_error_comes_of_it()
    {
        var random = new Random(1);
        foreach (var archive in (byte[][])[Tar(Folder("d"), File("d/a", A), Link(TarEntryType.SymbolicLink, "l", "d/a"), File("b", B)), Zip(("d/a", A), ("b", B)), TarGz(File("a", A))])
        {
            for (var i = 0; i < 40; i++)
            {
                var changed = (byte[])archive.Clone();
                for (var flip = 0; flip < 3; flip++) changed[random.Next(changed.Length)] = (byte)random.Next(256);
                if (random.Next(2) == 0) Mend(changed);
                var folder = _folder.File($"fuzz{i}");
                System.IO.File.WriteAllBytes(_folder.File("x.tar"), changed);
                var e = Record.Exception(() => ArchiveFile.Extract(_folder.File("x.tar"), folder, null, TestContext.Current.CancellationToken));

                Assert.True(e is null or ArchiveException, e?.ToString());
                if (e is null) Directory.Delete(folder, recursive: true);
            }
        }

        // Otherwise most changes of a tar end at the checksum of a header.
        static void Mend(byte[] tar)
        {
            for (var start = 0; start + 512 <= tar.Length; start += 512)
            {
                if (tar[start + 257] != 'u') continue;
                var sum = 8 * ' ' + tar.AsSpan(start, 148).ToArray().Sum(value => value) + tar.AsSpan(start + 156, 356).ToArray().Sum(value => value);
                Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(tar, start + 148);
            }
        }
    }

    [Fact]
    public void Another_kind_is_named()
    {
        Assert.Contains("page", Refused("<!DOCTYPE html><title>Log in</title>"u8.ToArray(), ArchiveProblem.UnknownKind).Message, StringComparison.Ordinal);
        Assert.Contains("bzip2", Refused("BZh91AY"u8.ToArray(), ArchiveProblem.UnknownKind).Message, StringComparison.Ordinal);
        Assert.Contains("empty", Refused([], ArchiveProblem.UnknownKind).Message, StringComparison.Ordinal);
        Assert.Contains("no tar", Refused(Gzip(A), ArchiveProblem.UnknownKind).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_in_the_folder_is_never_written_over()
    {
        Directory.CreateDirectory(Target);
        System.IO.File.WriteAllText(Path.Combine(Target, "mine"), "mine");

        Assert.Throws<IOException>(() => Extract(TarGz(File("a", A))));

        Assert.Equal(["mine"], Read(Target).Keys);
    }

    private void Extract(byte[] archive, string name = "x.tgz", ExtractLimits? limits = null)
    {
        var path = _folder.File(name);
        System.IO.File.WriteAllBytes(path, archive);
        Directory.CreateDirectory(Path.GetDirectoryName(Target)!);
        Assert.Equal(Target, ArchiveFile.Extract(path, Target, limits, TestContext.Current.CancellationToken));
    }

    // Nothing is left behind, neither where it should be nor beside it nor outside.
    private ArchiveException Refused(byte[] archive, ArchiveProblem problem, ExtractLimits? limits = null, string name = "x.tgz")
    {
        var e = Assert.Throws<ArchiveException>(() => Extract(archive, name, limits));

        Assert.True(problem == e.Problem, $"Expected {problem}, found {e.Problem}: {e.Message}");
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(Target)!));
        Assert.False(Path.Exists(_folder.File("evil")));
        return e;
    }
}
