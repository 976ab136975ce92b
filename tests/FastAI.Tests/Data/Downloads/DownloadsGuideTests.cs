using Xunit;

namespace FastAI.Tests.Data;

/// <summary>The snippets of <c>docs/guide/downloads.md</c>, without a network: the archives lie where a hand would put them.</summary>
public sealed class DownloadsGuideTests : IDisposable
{
    private readonly TemporaryFolder _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task Data_sets_by_name_and_by_address()
    {
        var options = new DownloadOptions { Base = _home.Path };
        await PlaceAsync("mnist_tiny.tgz", "birds.zip");
        var cancellationToken = TestContext.Current.CancellationToken;
        var status = "";

        var progress = new Progress<DownloadProgress>(p => status = p.ToString());       // Birds: 12.3 of 81.0 MB, 4.1 MB/s

        var path = await Downloads.UntarDataAsync(Urls.MnistTiny, options, progress, cancellationToken);

        var birds = new DataUrl("https://example.org/files/data.zip") { Folder = "birds" };
        var birdsPath = await Downloads.UntarDataAsync(birds, options, progress, cancellationToken);

        Assert.Equal([_home.File(Path.Combine("data", "mnist_tiny")), _home.File(Path.Combine("data", "birds"))], [path, birdsPath]);
        Assert.NotNull(status);
    }

    [Fact]
    public void The_guide_shows_this_file()
    {
        var guide = File.ReadAllText(Path.Combine(Root(), "docs", "guide", "downloads.md"));
        var code = Squeeze(File.ReadAllText(Path.Combine(Root(), "tests", "FastAI.Tests", "Data", "Downloads", "DownloadsGuideTests.cs")));

        var snippets = guide.Split("```csharp")[1..].Select(part => part.Split("```")[0]).ToArray();

        Assert.NotEmpty(snippets);
        Assert.All(snippets, snippet => Assert.Contains(Squeeze(snippet), code, StringComparison.Ordinal));

        // Lines without their indentation.
        static string Squeeze(string text) => string.Join('\n', text.Trim().Split('\n').Select(line => line.Trim()));
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "FastAI.slnx"))) folder = folder.Parent!;
        return folder.FullName;
    }

    private async Task PlaceAsync(params string[] names)
    {
        Directory.CreateDirectory(_home.File("archive"));
        foreach (var name in names)
            await File.WriteAllBytesAsync(_home.File(Path.Combine("archive", name)), TestArchives.Digits(), TestContext.Current.CancellationToken);
    }
}
