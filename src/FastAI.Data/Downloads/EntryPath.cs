using System.Buffers;

namespace FastAI;

/// <summary>Names of an archive's entries: which place in the folder they mean, or why they mean none.</summary>
/// <remarks>
/// One rule on every system: a backslash separates as a slash does; <c>..</c>, a leading separator and a drive letter are refused. On Windows,
/// names that it gives a meaning of their own are refused, too.
/// </remarks>
internal static class EntryPath
{
    private static readonly SearchValues<char> NotOnWindows = SearchValues.Create([.. "<>:\"|?*", .. Enumerable.Range(0, 32).Select(code => (char)code)]);

    private static readonly HashSet<string> Devices = new(
        ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", .. Enumerable.Range(1, 9).SelectMany(i => (string[])[$"COM{i}", $"LPT{i}"])], StringComparer.OrdinalIgnoreCase);

    /// <summary>The entry's place below the folder, separated by slashes; empty for the folder itself.</summary>
    /// <exception cref="ArchiveException">The name leads out of the folder, or cannot be a file's here.</exception>
    public static string Normalize(string name)
    {
        var parts = Parts(name, name);
        if (parts.Contains("..")) throw Refused(name, "it contains '..'");
        if (OperatingSystem.IsWindows() && parts.Find(part => !IsPossibleOnWindows(part)) is { } part) throw Refused(name, $"'{Shown(part)}' cannot be a name on Windows");
        return string.Join('/', parts);
    }

    /// <summary>The place that a link in <paramref name="folder"/> means.</summary>
    /// <exception cref="ArchiveException">It lies outside.</exception>
    public static string ResolveLink(string link, string folder, string target)
    {
        var place = new List<string>(folder.Split('/', StringSplitOptions.RemoveEmptyEntries));
        foreach (var part in Parts(target, link))
        {
            if (part != "..")
                place.Add(part);
            else if (place.Count > 0)
                place.RemoveAt(place.Count - 1);
            else
                throw Refused(link, $"it is a link to '{Shown(target)}', outside the folder");
        }

        return string.Join('/', place);
    }

    /// <summary>A name as it can stand in a message: without control characters, and not endless.</summary>
    public static string Shown(string name)
    {
        var shown = string.Concat(name.Take(200).Select(letter => char.IsControl(letter) ? '\uFFFD' : letter));
        return name.Length > 200 ? shown + "…" : shown;
    }

    public static ArchiveException Refused(string name, string why)
        => new(ArchiveProblem.Unsafe, $"Nothing was unpacked: the entry '{Shown(name)}' is refused, because {why}.");

    private static List<string> Parts(string path, string entry)
    {
        var it = path == entry ? "it" : $"its target '{Shown(path)}'";
        path = path.Replace('\\', '/');
        if (path.Contains('\0', StringComparison.Ordinal)) throw Refused(entry, $"{it} contains a zero character");
        if (path.StartsWith('/')) throw Refused(entry, $"{it} is an absolute path");
        if (path.Length > 1 && char.IsAsciiLetter(path[0]) && path[1] == ':') throw Refused(entry, $"{it} begins with a drive letter");
        return [.. path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != ".")];
    }

    private static bool IsPossibleOnWindows(string part)
        => !part.AsSpan().ContainsAny(NotOnWindows) && part[^1] is not ('.' or ' ') && !Devices.Contains(part.Split('.')[0].TrimEnd());
}
