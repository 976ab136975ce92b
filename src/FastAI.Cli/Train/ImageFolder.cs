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
        if (ValidPct is null && HasFolder("train") && HasFolder("valid")) return new GrandparentSplitter();

        return new RandomSplitter(ValidPct ?? DefaultValidPct, Seed);
    }

    private bool HasFolder(string name) => Directory.Exists(System.IO.Path.Combine(Path, name));
}
