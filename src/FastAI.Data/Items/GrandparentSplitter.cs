namespace FastAI;

/// <summary>Splits files by the name of the folder above their label's folder: <c>…/train/cat/1.jpg</c>, <c>…/valid/cat/2.jpg</c>.</summary>
/// <param name="trainNames">Names of the folders with training items, which are numbered folder by folder in this order.</param>
/// <param name="validNames">Names of the folders with validation items. Files in none of them are left out.</param>
public sealed class GrandparentSplitter(IReadOnlyList<string> trainNames, IReadOnlyList<string> validNames) : Splitter<string>
{
    /// <param name="trainName">Name of the folder with training items.</param>
    /// <param name="validName">Name of the folder with validation items. Files in neither are left out.</param>
    public GrandparentSplitter(string trainName = "train", string validName = "valid") : this([trainName], [validName])
    {
    }

    /// <inheritdoc />
    /// <exception cref="ArgumentException">No file lies in the folders of one of the two sets, or a name is in both.</exception>
    public override SplitIndices Split(IReadOnlyList<string> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        if (trainNames.Intersect(validNames).FirstOrDefault() is { } both)
            throw new ArgumentException($"The folder {both} is given for training and for validation: the same items would be in both.");

        var byFolder = Enumerable.Range(0, items.Count).ToLookup(index => Labellers.FolderAbove(items[index], 2));
        int[] In(IReadOnlyList<string> names) => [.. names.Distinct().SelectMany(name => byFolder[name])];
        var (train, valid) = (In(trainNames), In(validNames));
        if (train.Length > 0 && valid.Length > 0) return new(train, valid);

        var missing = string.Join(" or ", train.Length == 0 ? trainNames : validNames);
        var found = byFolder.Select(folder => folder.Key).Order(StringComparer.Ordinal).Take(8);
        throw new ArgumentException(
            $"No file lies two folders below one called {missing}. Of {items.Count} files the folder above their label's is called: {string.Join(", ", found)}. " +
            "Give the names of your folders, GrandparentSplitter(trainName, validName), or split in another way, e.g. RandomSplitter().");
    }
}
