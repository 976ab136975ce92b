using FastAI.Vision;

namespace FastAI.Cli;

/// <summary>A folder of images in a folder for each class, and how they are made ready.</summary>
/// <param name="Path">The folder.</param>
internal sealed record ImageFolder(string Path)
{
    public const int DefaultSize = 128;
    public const double DefaultValidPct = 0.2;

    public int Size { get; init; } = DefaultSize;

    public bool IsGray { get; init; }

    public bool Augments { get; init; } = true;

    public bool Flips { get; init; } = true;

    /// <summary>Share for validation; null to take the folders, where they are there.</summary>
    public double? ValidPct { get; init; }

    public long Seed { get; init; } = 42;

    /// <summary>The folder's own name.</summary>
    public string Name => System.IO.Path.GetFileName(System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(Path)));

    public DataBlock<string, string, Image, Category> Block() => DataBlock.Create(
        new ImageBlock(IsGray ? ImageMode.Gray : ImageMode.Rgb), new CategoryBlock(),
        getItems: (string folder) => ItemFiles.GetImageFiles(folder),
        getY: Labellers.ParentLabel,
        splitter: Splitter(),
        itemTfms: [new Resize(Size, Size)],
        batchTfms: [.. Augments ? Augmentation.AugTransforms(doFlip: Flips) : [], new Normalize()]);

    private Splitter<string> Splitter()
    {
        if (ValidPct is null && HasFolder("train"))
        {
            if (s_validNames.FirstOrDefault(HasFolder) is { } valid) return new GrandparentSplitter(validName: valid);
            Warnings.Raise(
                $"{Path} has a folder train, but none called {string.Join(", ", s_validNames)}: {DefaultValidPct:P0} of all images below it are drawn for validation. " +
                "Rename the folder with the validation images to valid, or say that this is meant with --valid-pct.");
        }

        return new RandomSplitter(ValidPct ?? DefaultValidPct, Seed);
    }

    private static readonly string[] s_validNames = ["valid", "validation", "val"];

    private bool HasFolder(string name) => Directory.Exists(System.IO.Path.Combine(Path, name));
}
