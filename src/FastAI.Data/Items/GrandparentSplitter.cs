namespace FastAI;

/// <summary>Splits files by the name of the folder above their label's folder: <c>…/train/cat/1.jpg</c>, <c>…/valid/cat/2.jpg</c>.</summary>
/// <param name="trainName">Name of the folder with training items.</param>
/// <param name="validName">Name of the folder with validation items. Files in neither are left out.</param>
public sealed class GrandparentSplitter(string trainName = "train", string validName = "valid") : Splitter<string>
{
    /// <inheritdoc />
    /// <exception cref="ArgumentException">No file lies in one of the two folders.</exception>
    public override SplitIndices Split(IReadOnlyList<string> items)
    {
        int[] In(string name) => [.. Enumerable.Range(0, items.Count).Where(index => Labellers.FolderAbove(items[index], 2) == name)];
        var (train, valid) = (In(trainName), In(validName));
        if (train.Length > 0 && valid.Length > 0) return new(train, valid);

        var missing = train.Length == 0 ? trainName : validName;
        var found = items.Select(item => Labellers.FolderAbove(item, 2)).Distinct().Order(StringComparer.Ordinal).Take(8);
        throw new ArgumentException(
            $"No file lies two folders below one called {missing}. Of {items.Count} files the folder above their label's is called: {string.Join(", ", found)}. " +
            "Give the names of your folders, GrandparentSplitter(trainName, validName), or split in another way, e.g. RandomSplitter().");
    }
}
