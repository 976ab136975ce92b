using System.IO.Enumeration;

namespace FastAI;

/// <summary>Lists the files of a folder tree, in an order that depends on nothing but their names.</summary>
public static class ItemFiles
{
    /// <summary>Endings of image files that can be decoded, in lower case with their dot.</summary>
    public static IReadOnlySet<string> ImageExtensions { get; } =
        new HashSet<string>(StringComparer.OrdinalIgnoreCase) { ".bmp", ".gif", ".ico", ".jpe", ".jpeg", ".jpg", ".png", ".wbmp", ".webp" };

    /// <summary>
    /// The files below <paramref name="folder"/> whose ending is in <paramref name="extensions"/> (all, without it), sorted by path. Names that
    /// begin with a dot are passed over, files and folders alike; so are folders that this user may not read, and links that lead back up.
    /// </summary>
    /// <param name="folder">Where to look.</param>
    /// <param name="extensions">Endings with their dot, in any case; null for every file.</param>
    /// <param name="recurse">Whether folders inside are looked through.</param>
    /// <param name="folders">
    /// Names of the folders directly below to look through; null for all. Files directly in <paramref name="folder"/> are then left out, unless
    /// <c>.</c> is among the names, which stands for them.
    /// </param>
    /// <exception cref="ItemsNotFoundException">
    /// The folder (or one of <paramref name="folders"/>) does not exist, or holds no such file; the message says what it holds, and which folder nearby has some.
    /// </exception>
    /// <exception cref="ArgumentException">An ending does not begin with a dot.</exception>
    /// <remarks>
    /// fastai's <c>get_files</c>, which gives the order of the file system, and an empty list where nothing is found. As there, a file without a dot counts as if its
    /// whole name were its ending: <c>png</c> is taken for a png file.
    /// </remarks>
    public static IReadOnlyList<string> GetFiles(
        string folder, IReadOnlyCollection<string>? extensions = null, bool recurse = true, IReadOnlyCollection<string>? folders = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var looked = FileSearch.For(extensions);
        var full = Path.GetFullPath(folder);
        if (!Directory.Exists(full)) throw ItemsNotFoundException.In(full, looked);
        if (folders?.FirstOrDefault(name => !Directory.Exists(Path.Combine(full, name))) is { } missing)
            throw ItemsNotFoundException.In(Path.Combine(full, missing), looked);

        string[] files = folders is null
            ? [.. looked.Files(full, recurse)]
            : [.. folders.Distinct().SelectMany(name => name == "." ? looked.Files(full, recurse: false) : looked.Files(Path.Combine(full, name), recurse))];
        if (files.Length == 0) throw ItemsNotFoundException.In(full, looked);

        // By the same separator on every system, so that a split drawn from the order is the same one.
        Array.Sort(Array.ConvertAll(files, file => file.Replace(Path.DirectorySeparatorChar, '/')), files, StringComparer.Ordinal);
        return files;
    }

    /// <summary>The image files below <paramref name="folder"/>, sorted by path; fastai's <c>get_image_files</c>.</summary>
    /// <inheritdoc cref="GetFiles" />
    public static IReadOnlyList<string> GetImageFiles(string folder, bool recurse = true, IReadOnlyCollection<string>? folders = null)
        => GetFiles(folder, ImageExtensions, recurse, folders);
}

/// <summary>Which files count, and the walk that finds them.</summary>
internal sealed class FileSearch
{
    private readonly HashSet<string>? _extensions;

    private FileSearch(HashSet<string>? extensions) => _extensions = extensions;

    /// <summary>All files.</summary>
    public static FileSearch All { get; } = new(null);

    /// <summary>The endings that count; null for all files.</summary>
    public IReadOnlyCollection<string>? Extensions => _extensions;

    /// <exception cref="ArgumentException">An ending does not begin with a dot.</exception>
    public static FileSearch For(IReadOnlyCollection<string>? extensions)
    {
        if (extensions?.FirstOrDefault(extension => !extension.StartsWith('.')) is { } dotless)
            throw new ArgumentException($"'{dotless}' is no ending of a file name: write it with its dot, '.{dotless}'.", nameof(extensions));
        return extensions is null ? All : new(new(extensions, StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>The files below a folder, in no order.</summary>
    public IEnumerable<string> Files(string folder, bool recurse)
        => new FileSystemEnumerable<string>(folder, (ref FileSystemEntry entry) => entry.ToFullPath(), new() { RecurseSubdirectories = recurse, AttributesToSkip = 0 })
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory && IsVisible(ref entry) && Counts(entry.FileName),
            ShouldRecursePredicate = (ref FileSystemEntry entry) => IsVisible(ref entry) && !LeadsBackUp(ref entry),
        };

    /// <summary>The folders directly in a folder, in the order of their names.</summary>
    public static IEnumerable<string> Folders(string folder)
        => new FileSystemEnumerable<string>(folder, (ref FileSystemEntry entry) => entry.ToFullPath(), new() { AttributesToSkip = 0 })
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) => entry.IsDirectory && IsVisible(ref entry),
        }.Order(StringComparer.Ordinal);

    // A name without a dot counts as if all of it were its ending, as in the reference.
    private bool Counts(ReadOnlySpan<char> name)
        => _extensions is null || (name.Contains('.') ? _extensions.GetAlternateLookup<ReadOnlySpan<char>>().Contains(Path.GetExtension(name)) : _extensions.Contains($".{name}"));

    private static bool IsVisible(ref FileSystemEntry entry) => !entry.FileName.StartsWith('.');

    // A link to a folder that it lies in would be walked through for ever.
    private static bool LeadsBackUp(ref FileSystemEntry entry)
    {
        if ((entry.Attributes & FileAttributes.ReparsePoint) == 0) return false;

        var target = Directory.ResolveLinkTarget(entry.ToFullPath(), returnFinalTarget: true)?.FullName;
        return target is not null && AsFolder(entry.Directory).StartsWith(AsFolder(target), StringComparison.Ordinal);

        static string AsFolder(ReadOnlySpan<char> path) => $"{Path.TrimEndingDirectorySeparator(path)}{Path.DirectorySeparatorChar}";
    }
}
