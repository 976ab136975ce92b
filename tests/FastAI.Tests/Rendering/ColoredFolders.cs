using FastAI.Vision;

namespace FastAI.Tests.Rendering;

/// <summary>A folder a class, each with images of one colour, 8 by 8 pixels, whose upper left pixel is white.</summary>
internal static class ColoredFolders
{
    public static readonly (byte R, byte G, byte B) Blue = (0, 0, 255), Yellow = (240, 220, 0);

    public static DataLoaders<Image, Category> Load(TemporaryFolder folder, int batchSize = 8, int eachClass = 10)
    {
        Write(folder, "blue", Blue, eachClass);
        Write(folder, "yellow", Yellow, eachClass);
        return DataBlock.Create(
            new ImageBlock(), new CategoryBlock(), getItems: (string root) => ItemFiles.GetImageFiles(root), getY: Labellers.ParentLabel,
            splitter: new RandomSplitter()).DataLoaders(folder.Path, new LoaderOptions { BatchSize = batchSize, Workers = 0 });
    }

    private static void Write(TemporaryFolder folder, string name, (byte R, byte G, byte B) color, int count)
    {
        Directory.CreateDirectory(folder.File(name));
        var pixels = new byte[8 * 8 * 3];
        for (var i = 0; i < pixels.Length; i += 3) (pixels[i], pixels[i + 1], pixels[i + 2]) = i == 0 ? ((byte)255, (byte)255, (byte)255) : color;
        for (var i = 0; i < count; i++) Image.FromPixels(pixels, 8, 8).Save(Path.Combine(folder.File(name), $"{i}.png"));
    }
}
