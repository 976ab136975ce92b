namespace FastAI;

/// <summary>A folder holds none of the files that were looked for.</summary>
public sealed class ItemsNotFoundException : Exception
{
    private ItemsNotFoundException(string message, string folder) : base(message) => Folder = folder;

    /// <summary>Full path of the folder.</summary>
    public string Folder { get; }

    internal static ItemsNotFoundException In(string folder, IReadOnlySet<string>? extensions)
    {
        var looked = extensions is null ? "" : $" Looked for {string.Join(", ", extensions.Order(StringComparer.Ordinal))}.";
        var near = NearestWithFiles(folder, extensions) is { } other ? $" The folder {other} holds such files: is it the one you mean?" : "";
        var message = !Directory.Exists(folder)
            ? $"0 items: the folder {folder} does not exist.{looked}{near}"
            : $"0 items found in {folder}, which holds {Contents(folder)}.{looked}{near}";
        return new(near == "" ? $"{message} Check the path." : message, folder);
    }

    private static string Contents(string folder)
    {
        var counts = ItemFiles.Matching(folder, null, recurse: true)
            .CountBy(file => Path.GetExtension(file) is { Length: > 0 } extension ? extension.ToLowerInvariant() : "without an ending")
            .OrderByDescending(count => count.Value).Take(5)
            .Select(count => $"{count.Value} {count.Key}");
        return string.Join(", ", counts) is { Length: > 0 } text ? text : "no files";
    }

    // The parent and one level below it: enough for a misspelt name or one level too deep, and never a walk through a whole disk.
    private static string? NearestWithFiles(string folder, IReadOnlySet<string>? extensions)
    {
        var parent = Path.GetDirectoryName(folder);
        if (parent is null || !Directory.Exists(parent)) return null;

        IEnumerable<string> near = Directory.EnumerateDirectories(parent).Order(StringComparer.Ordinal).Take(100);
        return near.Append(parent).FirstOrDefault(other => other != folder && HasFiles(other, extensions));
    }

    private static bool HasFiles(string folder, IReadOnlySet<string>? extensions)
        => ItemFiles.Matching(folder, extensions, recurse: false).Length > 0
        || Directory.EnumerateDirectories(folder).Take(100).Any(inside => ItemFiles.Matching(inside, extensions, recurse: false).Length > 0);
}
