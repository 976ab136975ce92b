namespace FastAI;

/// <summary>
/// Writes entries below one new folder. It makes nothing but plain files and folders, with this user's usual rights: no link is ever on the way of a path, and
/// a link of the archive becomes a copy of the file that it means.
/// </summary>
internal sealed class Unpacker(string root, UnpackBudget budget, CancellationToken cancellationToken)
{
    private const int BufferBytes = 1 << 17;

    private readonly HashSet<string> _files = new(StringComparer.Ordinal);
    private readonly HashSet<string> _folders = new(StringComparer.Ordinal) { "" };
    private readonly List<(string Place, string Target, string Name)> _links = [];
    private readonly byte[] _buffer = new byte[BufferBytes];

    /// <summary>Called with every block that is written.</summary>
    public Action? OnBytes { get; init; }

    public void AddFolder(string name) => MakeFolder(Next(name), name);

    /// <summary>Writes a file; one of the same name gives way, as in an archive that was added to.</summary>
    /// <returns>Its length.</returns>
    public long AddFile(string name, Stream? content, Crc32? crc = null)
    {
        var place = Next(name);
        if (place.Length == 0) throw EntryPath.Refused(name, "it is a file without a name");
        MakeFolder(Parent(place), name);
        RemoveLink(place);

        var path = Full(place);
        if (_folders.Contains(place)) throw ArchiveException.Damaged($"'{EntryPath.Shown(name)}' is both a file and a folder.");
        if (_files.Add(place) && File.Exists(path)) throw EntryPath.Refused(name, "another entry differs from it only in letters that this file system takes for the same");

        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        long length = 0;
        while (content?.Read(_buffer) is > 0 and var count)
        {
            cancellationToken.ThrowIfCancellationRequested();
            file.Write(_buffer, 0, count);
            crc?.Append(_buffer.AsSpan(0, count));
            length += count;
            OnBytes?.Invoke();
        }

        return length;
    }

    /// <summary>Takes note of a link, whose file may come later; <see cref="Finish"/> puts a copy in its place.</summary>
    /// <param name="target">Seen from the link's folder if <paramref name="symbolic"/>, from the top of the archive otherwise.</param>
    public void AddLink(string name, string target, bool symbolic)
    {
        var place = Next(name);
        var resolved = EntryPath.ResolveLink(name, symbolic ? Parent(place) : "", target);
        if (_folders.Contains(place)) throw ArchiveException.Damaged($"'{EntryPath.Shown(name)}' is both a link and a folder.");
        RemoveLink(place);
        if (_files.Remove(place)) File.Delete(Full(place));

        // The file of a hard link comes before it, and what later takes that name is another.
        if (!symbolic && _files.Contains(resolved))
            Copy(resolved, place, name);
        else
            _links.Add((place, resolved, name));
    }

    /// <summary>Copies what links mean. Those to a folder or to nothing are left out, with a warning.</summary>
    public void Finish()
    {
        while (_links.FindIndex(link => _files.Contains(link.Target)) is >= 0 and var i)
        {
            var (place, target, name) = _links[i];
            _links.RemoveAt(i);
            Copy(target, place, name);
        }

        if (_links.Count > 0)
            Warnings.Raise($"{_links.Count} links of the archive were left out, since what they mean is no file in it: " +
                           string.Join(", ", _links.Take(5).Select(link => $"'{EntryPath.Shown(link.Name)}'")) + (_links.Count > 5 ? ", …" : "."));
    }

    private void Copy(string target, string place, string name)
    {
        cancellationToken.ThrowIfCancellationRequested();
        budget.AddBytes(new FileInfo(Full(target)).Length);
        MakeFolder(Parent(place), name);
        if (_folders.Contains(place)) throw ArchiveException.Damaged($"'{EntryPath.Shown(name)}' is both a link and a folder.");
        File.Copy(Full(target), Full(place));
        _files.Add(place);
    }

    private string Next(string name)
    {
        cancellationToken.ThrowIfCancellationRequested();
        budget.AddEntry();
        return EntryPath.Normalize(name);
    }

    private void MakeFolder(string place, string name)
    {
        if (_folders.Contains(place)) return;
        MakeFolder(Parent(place), name);
        if (_files.Contains(place)) throw ArchiveException.Damaged($"'{EntryPath.Shown(name)}' lies in a folder that is also a file.");
        Directory.CreateDirectory(Full(place));
        _folders.Add(place);
    }

    private void RemoveLink(string place)
    {
        if (_links.Count > 0) _links.RemoveAll(link => link.Place == place);
    }

    private string Full(string place) => Path.Combine(root, place);

    private static string Parent(string place) => place.LastIndexOf('/') is >= 0 and var end ? place[..end] : "";
}
