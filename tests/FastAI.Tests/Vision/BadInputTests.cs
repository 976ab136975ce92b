using FastAI.Vision;
using SkiaSharp;
using Xunit;

namespace FastAI.Tests.Vision;

/// <summary>What happens to folders and files that are not as a data set of images should be.</summary>
[NoTensorLeaks]
public sealed class BadInputTests : IDisposable
{
    private static readonly LoaderOptions ByFour = new() { BatchSize = 4, Workers = 0, Shuffle = false };

    private readonly ImageFolder _folder = ImageFolder.CatsAndDogs(4);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void One_class_only_is_refused_as_nothing_to_tell_apart()
    {
        using var cats = new ImageFolder();
        for (var i = 0; i < 3; i++) cats.Add($"cat/{i}.png");

        var error = Assert.Throws<DataException>(() => ImageFolder.Block().DataLoaders(cats.Path));

        Tokens.AssertIn(error.Message, "All 3 items", "'cat'", cats.File("cat/0.png"), "at least 2 classes", "getY");
    }

    [Fact]
    public void A_class_with_one_image_that_falls_to_validation_is_refused()
    {
        var bird = _folder.Add("bird/0.png");

        var error = Assert.Throws<DataException>(() => ImageFolder.Block(path => path == bird).DataLoaders(_folder.Path));

        Tokens.AssertIn(error.Message, "'bird'", bird, "validation", "cat, dog", "vocabulary");
    }

    [Fact]
    public void A_class_with_one_image_that_falls_to_training_works()
    {
        _folder.Add("bird/0.png");

        using var dls = ImageFolder.Block(path => path.EndsWith("cat/0.png", StringComparison.Ordinal)).DataLoaders(_folder.Path, ByFour);

        Assert.Equal(["bird", "cat", "dog"], dls.Vocabulary);
        Consume(dls);
    }

    [Theory]
    [InlineData("cut-off", "ends too early", "cut off")]
    [InlineData("text", "text", "not an image")]
    [InlineData("empty", "0 bytes")]
    [InlineData("too-large", "20000x20000", "400,000,000 pixels", "Image.MaxPixels")]
    [InlineData("deleted", "does not exist", "deleted since")]
    [InlineData("folder", "this is a folder")]
    public void A_bad_file_is_named_with_what_is_wrong(string kind, params string[] tokens)
    {
        var path = MakeBad(kind);
        var block = Listing(path, given: [0.5f, 0.5f, 0.5f]);
        using var dls = block.DataLoaders(_folder.Path, ByFour);

        var error = Assert.Throws<DataException>(() => Consume(dls));

        Assert.Equal((path, "Reading"), (error.Item, error.Stage));
        Assert.IsType<ImageException>(error.InnerException);
        Tokens.AssertIn(error.Message, [path, "training set", .. tokens]);
    }

    [Theory]
    [InlineData("cut-off")]
    [InlineData("text")]
    [InlineData("empty")]
    [InlineData("too-large")]
    [InlineData("deleted")]
    public void A_bad_file_is_left_out_and_counted_where_that_is_asked_for(string kind)
    {
        using var warnings = new WarningLog();
        var path = MakeBad(kind);
        using var dls = Listing(path).DataLoaders(_folder.Path, ByFour with { BadItems = BadItems.Skip, DropLast = false, Workers = 2 });

        var count = dls.Train.Batches().Sum(batch =>
        {
            using (batch) return batch.Size;
        });

        Assert.Equal((8, 1), (count, dls.Train.SkippedItems));
        Tokens.AssertIn(Assert.Single(warnings.Messages), path, "left out");
    }

    [Fact]
    public void A_file_that_may_not_be_read_says_so()
    {
        if (Environment.IsPrivilegedProcess) Assert.Skip("root may read every file, so there is nothing to refuse: run as another user.");
        var path = _folder.Add("cat/secret.png");
        if (OperatingSystem.IsWindows()) Assert.Skip("Unix permissions.");
        else File.SetUnixFileMode(path, UnixFileMode.None);
        using var dls = ImageFolder.Block().DataLoaders(_folder.Path, ByFour with { DropLast = false });

        var error = Assert.Throws<DataException>(() => Consume(dls));

        Tokens.AssertIn(error.Message, path, "may not read", "permissions");
    }

    [Fact]
    public void A_labelling_function_that_throws_is_named_with_its_item_before_any_image_is_read()
    {
        var block = Labelled(path => path.EndsWith("dog/2.png", StringComparison.Ordinal) ? throw new FormatException("no label in this name") : "x");

        var error = Assert.Throws<DataException>(() => block.DataLoaders(_folder.Path));

        Assert.Equal(_folder.File("dog/2.png"), error.Item);
        Tokens.AssertIn(error.Message, "getY", "item 6", "FormatException", "no label in this name");
    }

    [Fact]
    public void A_labelling_function_that_returns_null_is_named_with_its_item()
    {
        var block = Labelled(path => path.EndsWith("dog/2.png", StringComparison.Ordinal) ? null! : "x");

        var error = Assert.Throws<DataException>(() => block.DataLoaders(_folder.Path));

        Assert.Equal((_folder.File("dog/2.png"), 6), (error.Item, error.Index));
        Tokens.AssertIn(error.Message, "getY", "null", "leave such items out");
    }

    [Fact]
    public void A_pattern_that_does_not_match_is_named_with_its_file()
    {
        var block = Labelled(Labellers.RegexLabeller(@"^(\d)\.jpg$"));

        var error = Assert.Throws<DataException>(() => block.DataLoaders(_folder.Path));

        Tokens.AssertIn(error.Message, _folder.File("cat/0.png"), @"^(\d)\.jpg$", "does not match");
    }

    [Fact]
    public void A_batch_size_of_0_is_refused()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => ImageFolder.Block().DataLoaders(_folder.Path, batchSize: 0));

        Assert.Equal((nameof(LoaderOptions.BatchSize), 0), (error.ParamName, error.ActualValue));
    }

    [Fact]
    public void A_batch_size_above_the_number_of_images_keeps_the_only_batch_and_warns()
    {
        using var warnings = new WarningLog();

        using var dls = ImageFolder.Block().DataLoaders(_folder.Path, batchSize: 64, workers: 0);

        using var batch = dls.Train.OneBatch();
        Assert.Equal(8, batch.Size);
        Tokens.AssertIn(Assert.Single(warnings.Messages), "8 training samples", "64", "batch size");
    }

    // Readable folders, but a file in them is bad: it comes first, so that the first batch holds it.
    private string MakeBad(string kind)
    {
        switch (kind)
        {
            case "cut-off":
                var jpeg = TestImages.Encode(TestImages.Noise(64, 64), SKEncodedImageFormat.Jpeg);
                return _folder.Add("cat/!.jpg", jpeg.AsSpan(0, jpeg.Length / 2));
            case "text": return _folder.Add("cat/!.png", "<html>404 not found</html>"u8);
            case "empty": return _folder.Add("cat/!.png", []);
            case "too-large": return _folder.Add("cat/!.png", TestImages.Png(20_000, 20_000, bitDepth: 8, colourType: 2, data: [0]));
            case "folder":
                Directory.CreateDirectory(_folder.File("cat/!.png"));
                return _folder.File("cat/!.png");
            default: return _folder.File("cat/!.png");
        }
    }

    private static DataBlock<string, string, Image, Category> Listing(string first, float[]? given = null)
        => DataBlock.Create(
            new ImageBlock(), new CategoryBlock(), getItems: (string path) => (IReadOnlyList<string>)[first, .. ItemFiles.GetImageFiles(path).Where(file => file != first)],
            getY: Labellers.ParentLabel, splitter: new IndexSplitter([]), itemTfms: [new Resize(12, 12)], batchTfms: [new Normalize { Mean = given, Std = given }]);

    private static DataBlock<string, string, Image, Category> Labelled(Func<string, string> getY)
        => DataBlock.Create(new ImageBlock(), new CategoryBlock(), getItems: (string path) => ItemFiles.GetImageFiles(path), getY: getY);

    private static void Consume<TX, TY>(DataLoaders<TX, TY> dls)
    {
        foreach (var batch in dls.Train.Batches().Concat(dls.Valid.Batches())) batch.Dispose();
    }
}
