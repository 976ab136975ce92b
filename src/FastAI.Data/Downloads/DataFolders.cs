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
            try
            {
                Directory.Move(filled, folder);
            }
            catch
            {
                Directory.Move(old, folder);
                throw;
            }

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
        foreach (var beside in Directory.EnumerateDirectories(parent, $".{name}.*"))
            if (IsLeft(Path.GetFileName(beside).AsSpan(name.Length + 2)))
                Directory.Delete(beside, recursive: true);

        // Exactly the names that are given here: another folder's name may go on with a dot.
        static bool IsLeft(ReadOnlySpan<char> rest)
            => rest.EndsWith(Unfinished, StringComparison.Ordinal) && Guid.TryParseExact(rest[..^Unfinished.Length], "n", out _)
            || rest.EndsWith(Replaced, StringComparison.Ordinal) && Guid.TryParseExact(rest[..^Replaced.Length], "n", out _);
    }

    private static string Beside(string folder, string ending) => Path.Combine(Path.GetDirectoryName(folder)!, $".{Path.GetFileName(folder)}.{Guid.NewGuid():n}{ending}");
}
