using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace FastAI;

/// <summary>What a download holds, and so in which folder it is kept.</summary>
public enum DataKind
{
    /// <summary>A data set; kept in <c>data</c>.</summary>
    Data,

    /// <summary>A trained model; kept in <c>models</c>.</summary>
    Model,
}

/// <summary>A data set or model that <see cref="Downloads.UntarDataAsync"/> fetches: where it lies, and what it is called here.</summary>
/// <remarks>The reference's own are in <see cref="Urls"/>; <c>new DataUrl("https://…/flowers.tgz")</c> makes another. In fastai this is a bare address.</remarks>
public sealed partial record DataUrl
{
    private static readonly SearchValues<char> NotInNames = SearchValues.Create([.. "/\\:*?\"<>|", .. Enumerable.Range(0, 32).Select(code => (char)code)]);

    private static readonly string[] Endings = [".tar.gz", ".tgz", ".tar", ".zip", ".gz"];

    /// <param name="address">An absolute <c>http</c> or <c>https</c> address of an archive: .tgz, .tar.gz, .tar, .zip or .gz.</param>
    /// <exception cref="ArgumentException">The address is none.</exception>
    public DataUrl(string address) => Address = address;

    /// <summary>The archive's address, absolute, <c>http</c> or <c>https</c>.</summary>
    public string Address { get; init => field = CheckAddress(value); }

    /// <summary>What messages call it; <see cref="Folder"/>, unless set.</summary>
    public string Name { get => field ?? Folder; init; }

    /// <summary>Name of the folder that it is unpacked to; that of the archive without its ending, unless set.</summary>
    /// <remarks>Two addresses that end in the same name, <c>data.zip</c>, say, need a folder name each.</remarks>
    public string Folder { get => field ?? WithoutEnding(FileName); init => field = CheckName(value); }

    /// <summary>Data set or model.</summary>
    public DataKind Kind { get; init; }

    /// <summary>SHA-256 of the archive, 64 hexadecimal digits, which is then checked; null where it is not known.</summary>
    public string? Sha256 { get; init => field = CheckSha256(value); }

    /// <summary>Bytes of the archive, which are then checked; null where that is not known.</summary>
    public long? Size
    {
        get;
        init => field = value is null or > 0 ? value : throw new ArgumentOutOfRangeException(nameof(Size), value, $"Size is {value}, and has to be above 0, or null where it is not known.");
    }

    /// <summary>Name of the archive in the folder of archives: <see cref="Folder"/>, and the ending that the address has.</summary>
    public string ArchiveName => Folder + EndingOf(FileName);

    /// <inheritdoc />
    public override string ToString() => $"{Name} ({Address})";

    // The last part of the address that can be a file's name; a server's name where there is none.
    private string FileName
    {
        get
        {
            var uri = new Uri(Address);
            var last = Uri.UnescapeDataString(uri.AbsolutePath.TrimEnd('/').Split('/')[^1]);
            var name = string.Concat((last.Length > 0 ? last : uri.Host).Select(letter => NotInNames.Contains(letter) ? '_' : letter)).Trim('.', ' ');
            return WithoutEnding(name).Trim('.', ' ').Length > 0 ? name : "download";
        }
    }

    private static string EndingOf(string name) => name[^(Endings.FirstOrDefault(ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) ?? "").Length..];

    private static string WithoutEnding(string name) => name[..^EndingOf(name).Length];

    private static string CheckAddress(string value, [CallerMemberName] string name = "")
        => Uri.TryCreate(value, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp)
            ? value
            : throw new ArgumentException($"'{value}' is no address of a download: an absolute one is expected that begins with https:// or http://. " +
                                          "An archive on this machine is unpacked by ArchiveFile.Extract.", name);

    private static string CheckName(string value, [CallerMemberName] string name = "")
        => !string.IsNullOrEmpty(value) && !value.AsSpan().ContainsAny(NotInNames) && value.Trim('.', ' ') == value
            ? value
            : throw new ArgumentException($"'{value}' cannot be the name of a folder on every system: it has to have letters, " +
                                          "and neither / \\ : * ? \" < > | nor a dot or blank at an end.", name);

    private static string? CheckSha256(string? value, [CallerMemberName] string name = "")
        => value is null || Digits64().IsMatch(value)
            ? value
            : throw new ArgumentException($"'{value}' is no SHA-256: 64 hexadecimal digits are expected, or null where it is not known.", name);

    [GeneratedRegex("^[0-9a-fA-F]{64}$")]
    private static partial Regex Digits64();
}
