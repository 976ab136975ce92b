using System.IO.Compression;
using TorchSharp;
using Xunit;

namespace FastAI.Tests.Torch;

public sealed class FileKindTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact, NoTensorLeaks]
    public void Weights_and_learners_are_told_apart_by_the_manifest()
    {
        using var tensor = torch.ones(2);
        SafeTensors.Save(_folder.File("w"), [("a", tensor)]);
        SafeTensors.Save(_folder.File("l"), [("a", tensor)], [new(WeightsMetadata.Manifest, "{}")]);

        Assert.Equal(FileKind.Weights, FileKind.Detect(_folder.File("w")));
        Assert.Equal(FileKind.Learner, FileKind.Detect(_folder.File("l")));
    }

    // The header's length is the file's first bytes, and every byte of a header may be one that marks another kind.
    [Fact]
    public void Weights_are_told_whatever_the_length_of_their_header()
    {
        for (var padding = 0; padding < 0x1200; padding += 8)
            Assert.Equal(FileKind.Weights, Kind([.. BitConverter.GetBytes(8L + padding), .. "{}      "u8, .. Enumerable.Repeat((byte)' ', padding)]));
    }

    [Fact]
    public void Damaged_weights_are_still_weights()
        => Assert.Equal(FileKind.Weights, Kind([.. BitConverter.GetBytes(5000L), .. "{\"a\":"u8]));

    [Theory]
    [InlineData("archive/data.pkl", "torch._utils _rebuild_tensor_v2", "pytorch")]
    [InlineData("export/data.pkl", "cfastai.learner\nLearner", "python learner")]
    [InlineData("holiday.txt", "hello", "zip")]
    public void Zip_archives_are_told_apart_by_what_is_inside(string entry, string content, string name)
    {
        using (var zip = ZipFile.Open(_folder.File("z"), ZipArchiveMode.Create))
        using (var writer = new StreamWriter(zip.CreateEntry(entry).Open()))
            writer.Write(content);

        Assert.Equal(name, FileKind.Detect(_folder.File("z")).Name);
    }

    [Fact]
    public void Other_kinds_are_told_by_their_first_bytes()
    {
        Assert.Equal(FileKind.Empty, Kind([]));
        Assert.Equal(FileKind.Png, Kind([0x89, .. "PNG\r\n"u8, 0x1a, (byte)'\n', 0, 0]));
        Assert.Equal(FileKind.Jpeg, Kind([0xff, 0xd8, 0xff, 0xe0, 0, 16]));
        Assert.Equal(FileKind.Pickle, Kind([0x80, 2, 0x8a, 10, 0x6c, 0xfc]));
        Assert.Equal(FileKind.Zip, Kind([.. "PK\u0003\u0004"u8, 0, 0]));
        Assert.Equal(FileKind.Text, Kind("<html>404 Not Found – für immer</html>\r\n"u8));
        Assert.Equal(FileKind.Unknown, Kind([1, 2, 3, 0xfe]));
    }

    [Fact]
    public void Text_cut_in_the_middle_of_a_character_is_text()
        => Assert.Equal(FileKind.Text, Kind([.. Enumerable.Repeat((byte)'a', 4095), .. "ü"u8]));

    [Theory]
    [InlineData(new byte[] { 0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, 0, 0 }, "PNG image")]
    [InlineData(new byte[] { }, "empty (0 bytes)")]
    [InlineData(new byte[] { 0x80, 2, 0x8a }, "pickle")]
    [InlineData(new byte[] { (byte)'<', (byte)'h', (byte)'>' }, "text file")]
    public void V03_Opening_a_file_of_another_kind_says_what_it_is(byte[] content, string token)
    {
        var path = _folder.File("model.safetensors");
        File.WriteAllBytes(path, content);

        var error = Assert.Throws<WeightsFileException>(() => SafeTensors.Open(path));

        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        Assert.Contains(token, error.Message, StringComparison.Ordinal);
        Assert.Contains("weights", error.Message, StringComparison.Ordinal);
        Assert.Contains("Fix:", error.Message, StringComparison.Ordinal);
    }

    [Fact, NoTensorLeaks]
    public void V03_Weights_for_a_learner_and_a_learner_for_weights_are_refused_with_the_method_to_call()
    {
        using var model = torch.nn.Linear(2, 2);
        ModelWeights.Save(model, _folder.File("weights.safetensors"));
        ModelWeights.Save(model, _folder.File("pets.fai"), [new(WeightsMetadata.Manifest, "{}")]);

        var weights = Assert.Throws<WeightsFileException>(() => FileKind.Learner.Require(_folder.File("weights.safetensors")));
        var learner = Assert.Throws<WeightsFileException>(() => ModelWeights.Load(model, _folder.File("pets.fai")));

        FileKind.Learner.Require(_folder.File("pets.fai"));
        foreach (var token in (string[])["weights.safetensors", "weights", "learner", "ModelWeights.Load"]) Assert.Contains(token, weights.Message, StringComparison.Ordinal);
        foreach (var token in (string[])["pets.fai", "weights", "learner", "LoadLearner"]) Assert.Contains(token, learner.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Random_bytes_are_of_some_kind()
    {
        var random = new Random(7);
        var bytes = new byte[300];
        for (var round = 0; round < 300; round++)
        {
            random.NextBytes(bytes);
            if (round % 2 == 0) "PK\u0003\u0004"u8.CopyTo(bytes);
            Assert.NotNull(Kind(bytes));
        }
    }

    private FileKind Kind(ReadOnlySpan<byte> content)
    {
        File.WriteAllBytes(_folder.File("f"), content);
        return FileKind.Detect(_folder.File("f"));
    }
}
