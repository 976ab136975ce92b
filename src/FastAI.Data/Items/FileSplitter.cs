namespace FastAI;

/// <summary>Takes the files for validation whose names a text file lists, one a line, without folders.</summary>
/// <param name="listFile">The text file. A name stands for every file that is called so, in whatever folder.</param>
/// <remarks>
/// fastai's <c>FileSplitter</c>. Names are taken as they are, spaces included, as there; names that no file has are a warning, and an error when none fits.
/// </remarks>
public sealed class FileSplitter(string listFile) : Splitter<string>
{
    /// <inheritdoc />
    /// <exception cref="ArgumentException">None of the names is the name of an item.</exception>
    /// <exception cref="FileNotFoundException">There is no such text file.</exception>
    public override SplitIndices Split(IReadOnlyList<string> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        string[] listed = [.. File.ReadLines(listFile).Where(line => line.Length > 0)];
        HashSet<string> names = [.. listed];
        var positions = Enumerable.Range(0, items.Count).ToLookup(index => names.Contains(Path.GetFileName(items[index])));

        var missing = listed.Except(items.Select(item => Path.GetFileName(item))).Select(name => $"'{name}'").ToArray();
        if (missing.Length > 0 && !positions[true].Any())
            throw new ArgumentException(
                $"None of the {names.Count} names in {listFile} is the name of one of the {items.Count} files. Listed is e.g. {missing[0]}, and a file is called " +
                $"'{(items.Count == 0 ? "" : Path.GetFileName(items[0]))}'. One name a line is expected, with its ending and without folders.");
        if (missing.Length > 0)
            Warnings.Raise($"{missing.Length} of the {names.Count} names in {listFile} are the name of no file: {string.Join(", ", missing.Take(5))}. Spaces count.");
        return new([.. positions[false]], [.. positions[true]]);
    }
}
