namespace FastAI;

/// <summary>Lists the files of a folder tree, in an order that depends on nothing but their names.</summary>
public static class ItemFiles
{
    /// <summary>Endings of image files that can be decoded, in lower case with their dot.</summary>
    public static IReadOnlySet<string> ImageExtensions { get; } =
        new HashSet<string>(StringComparer.OrdinalIgnoreCase) { ".bmp", ".gif", ".ico", ".jpe", ".jpeg", ".jpg", ".png", ".wbmp", ".webp" };

    /// <summary>
    /// The files below <paramref name="folder"/> whose ending is in <paramref name="extensions"/> (all, without it), sorted by path. Names that
    /// begin with a dot are passed over, files and folders alike.
    /// </summary>
    /// <param name="folder">Where to look.</param>
    /// <param name="extensions">Endings with their dot, in any case; null for every file.</param>
    /// <param name="recurse">Whether folders inside are looked through.</param>
    /// <param name="folders">Names of the folders directly below to look through; null for all. Files directly in <paramref name="folder"/> are then left out.</param>
    /// <exception cref="ItemsNotFoundException">The folder does not exist, or holds no such file; the message says what it holds, and which folder nearby has some.</exception>
    /// <remarks>fastai's <c>get_files</c>, which gives the order of the file system and an empty list where nothing is found.</remarks>
    public static IReadOnlyList<string> GetFiles(
        string folder, IReadOnlySet<string>? extensions = null, bool recurse = true, IReadOnlyCollection<string>? folders = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var full = Path.GetFullPath(folder);
        if (!Directory.Exists(full)) throw ItemsNotFoundException.In(full, extensions);

        var files = Matching(full, extensions, recurse, folders);
        if (files.Length == 0) throw ItemsNotFoundException.In(full, extensions);

        Array.Sort(files, string.CompareOrdinal);
        return files;
    }

    /// <summary>The image files below <paramref name="folder"/>, sorted by path; fastai's <c>get_image_files</c>.</summary>
    /// <inheritdoc cref="GetFiles" />
    public static IReadOnlyList<string> GetImageFiles(string folder, bool recurse = true, IReadOnlyCollection<string>? folders = null)
        => GetFiles(folder, ImageExtensions, recurse, folders);

    internal static string[] Matching(string folder, IReadOnlySet<string>? extensions, bool recurse, IReadOnlyCollection<string>? folders = null)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = recurse, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.Hidden };
        IEnumerable<string> roots = folders is null ? [folder] : folders.Select(name => Path.Combine(folder, name)).Where(Directory.Exists);
        return [.. roots.SelectMany(root => Directory.EnumerateFiles(root, "*", options))
            .Where(file => extensions is null || extensions.Contains(Path.GetExtension(file)))];
    }
}
