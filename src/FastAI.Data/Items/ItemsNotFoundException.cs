namespace FastAI;

/// <summary>A folder holds none of the files that were looked for.</summary>
public sealed class ItemsNotFoundException : Exception
{
    private ItemsNotFoundException(string message, string folder) : base(message) => Folder = folder;

    /// <summary>Full path of the folder.</summary>
    public string Folder { get; }

    internal static ItemsNotFoundException In(string folder, FileSearch search)
    {
        var looked = search.Extensions is { } extensions ? $" Looked for {string.Join(", ", extensions.Order(StringComparer.Ordinal))}." : "";
        var found = File.Exists(folder) ? $"0 items: {folder} is a file, and a folder is expected."
            : Directory.Exists(folder) ? $"0 items found in {folder}, which holds {Contents(folder)}." : $"0 items: the folder {folder} does not exist.";
        var fix = NearestWithFiles(folder, search) is { } near ? $"The folder {near} holds such files: is it the one you mean?" : "Check the path.";
        return new($"{found}{looked} {fix}", folder);
    }

    private static string Contents(string folder)
    {
        var counts = FileSearch.All.Files(folder, recurse: true)
            .CountBy(file => Path.GetExtension(file) is { Length: > 0 } extension ? extension.ToLowerInvariant() : "without an ending")
            .OrderByDescending(count => count.Value).ThenBy(count => count.Key, StringComparer.Ordinal).Take(5)
            .Select(count => $"{count.Value} {count.Key}");
        return string.Join(", ", counts) is { Length: > 0 } text ? text : "no files";
    }

    // What lies in the folder, beside it (the most similar name first), and above it, each one level deep: enough for a misspelt name or one level too many, and never a walk through a disk.
    private static string? NearestWithFiles(string folder, FileSearch search)
    {
        var below = Directory.Exists(folder) ? FileSearch.Folders(folder) : [];
        var parent = Path.GetDirectoryName(folder);
        var beside = parent is not null && Directory.Exists(parent) ? FileSearch.Folders(parent).Append(parent) : [];
        var name = Path.GetFileName(folder);
        return below.Concat(beside.OrderBy(other => other == parent).ThenBy(other => EditDistance.Between(Path.GetFileName(other), name))).Take(100)
            .FirstOrDefault(other => other != folder && HasFiles(other, search));
    }

    private static bool HasFiles(string folder, FileSearch search)
        => search.Files(folder, recurse: false).Any() || FileSearch.Folders(folder).Take(100).Any(inside => search.Files(inside, recurse: false).Any());
}
