using FastAI.Vision;

namespace FastAI.Tests.Vision;

/// <summary>A folder of small images, one folder a class, as a user has it.</summary>
internal sealed class ImageFolder : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public string Path => _folder.Path;

    /// <summary>Images of 16×16 in folders <c>cat</c> and <c>dog</c>.</summary>
    public static ImageFolder CatsAndDogs(int ofEach = 6)
    {
        var folder = new ImageFolder();
        for (var i = 0; i < ofEach; i++)
        {
            folder.Add($"cat/{i}.png");
            folder.Add($"dog/{i}.png");
        }

        return folder;
    }

    /// <summary>Writes an image of noise, and returns its path.</summary>
    public string Add(string name, int width = 16, int height = 16)
    {
        var path = File(name);
        TestImages.Noise(width, height, seed: name.Sum(letter => letter)).Save(path);
        return path;
    }

    /// <summary>Writes any bytes, and returns the path.</summary>
    public string Add(string name, ReadOnlySpan<byte> bytes)
    {
        System.IO.File.WriteAllBytes(File(name), bytes);
        return File(name);
    }

    /// <summary>The path of a file; its folder is made.</summary>
    public string File(string name)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(_folder.File(name))!);
        return _folder.File(name);
    }

    /// <summary>Images and their folder's name, all in training but for <paramref name="valid"/>.</summary>
    public static DataBlock<string, string, Image, Category> Block(
        Func<string, bool>? valid = null, IReadOnlyList<ItemTransform>? itemTfms = null, IReadOnlyList<BatchTransform>? batchTfms = null)
        => DataBlock.Create(
            new ImageBlock(), new CategoryBlock(), getItems: (string path) => ItemFiles.GetImageFiles(path), getY: Labellers.ParentLabel,
            splitter: new FuncSplitter<string>(valid ?? (_ => false)), itemTfms: itemTfms, batchTfms: batchTfms);

    public void Dispose() => _folder.Dispose();
}
