namespace FastAI;

/// <summary>Lets a folder appear whole or not at all: it is filled under another name beside it.</summary>
internal static class DataFolders
{
    private const string Unfinished = ".unfinished", Replaced = ".replaced";

    public static bool HasEntries(string folder) => Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any();

    /// <summary>Puts a folder in the place of <paramref name="folder"/>, whatever was there.</summary>
    /// <param name="fill">Fills an empty folder, and returns the folder that is to be moved: that one, or one in it.</param>
    public static void Replace(string folder, Func<string, string> fill)
    {
        var staging = Beside(folder, Unfinished);
        Directory.CreateDirectory(staging);
        try
        {
            var filled = fill(staging);
            if (!Directory.Exists(folder))
            {
                Directory.Move(filled, folder);
                return;
            }

            var old = Beside(folder, Replaced);
            Directory.Move(folder, old);
            Directory.Move(filled, folder);
            Directory.Delete(old, recursive: true);
        }
        finally
        {
            if (Directory.Exists(staging)) Directory.Delete(staging, recursive: true);
        }
    }

    /// <summary>Deletes what a process has left that ended in the middle. Only where no other can be at it.</summary>
    public static void Sweep(string folder)
    {
        var (parent, name) = (Path.GetDirectoryName(folder)!, Path.GetFileName(folder));
        foreach (var left in Directory.EnumerateDirectories(parent, $".{name}.*"))
            if (left.EndsWith(Unfinished, StringComparison.Ordinal) || left.EndsWith(Replaced, StringComparison.Ordinal))
                Directory.Delete(left, recursive: true);
    }

    private static string Beside(string folder, string ending) => Path.Combine(Path.GetDirectoryName(folder)!, $".{Path.GetFileName(folder)}.{Guid.NewGuid():n}{ending}");
}
