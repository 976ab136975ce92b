using System.Runtime.InteropServices;
using FastAI.Vision;
using TorchSharp;
using Xunit;

namespace FastAI.Tests.Rendering;

[NoTensorLeaks]
public class ShowBatchTests
{
    private const int Tile = 256;

    [Fact]
    public void Small_pictures_are_enlarged_to_squares_under_their_captions()
    {
        using var folder = new TemporaryFolder();
        using var dls = ColoredFolders.Load(folder);

        var figure = dls.ShowBatch(maxItems: 4);

        using var batch = dls.Train.OneBatch();
        var samples = dls.Decode(batch, most: 4);
        var caption = (figure.Height - 2 * 16 - 14 - 2 * Tile) / 2;
        for (var i = 0; i < 4; i++)
        {
            var (left, top) = (16 + i % 2 * (Tile + 14), 16 + caption + i / 2 * (Tile + 14 + caption));
            var color = samples[i].Y.Label == "blue" ? ColoredFolders.Blue : ColoredFolders.Yellow;
            Assert.Equal(color, figure.At(left + Tile / 2, top + Tile / 2));
            Assert.Equal(color, figure.At(left + 32, top));
            Assert.Equal((255, 255, 255), figure.At(left + 31, top + 31));
            Assert.True(figure.Count(Pixels.IsDark, left, top - caption, left + Tile, top - 1) > 20);
        }
    }

    [Fact]
    public void Big_pictures_are_made_smaller()
    {
        using var folder = new TemporaryFolder();
        foreach (var name in (string[])["a", "b"])
        {
            Directory.CreateDirectory(folder.File(name));
            for (var i = 0; i < 4; i++) Image.FromPixels(new byte[600 * 300], 600, 300, ImageMode.Gray).Save(Path.Combine(folder.File(name), $"{i}.png"));
        }

        using var dls = DataBlock.Create(new ImageBlock(), new CategoryBlock(), (string root) => ItemFiles.GetImageFiles(root), Labellers.ParentLabel)
            .DataLoaders(folder.Path, batchSize: 4, workers: 0);

        var figure = dls.ShowBatch(maxItems: 2, columns: 2);

        Assert.Equal(2 * 16 + 14 + 2 * 260, figure.Width);
        Assert.InRange(figure.Count(pixel => pixel == (0, 0, 0)), 2 * 260 * 130, 2 * 260 * 130 + 200);
    }

    [Fact]
    public void As_many_samples_as_asked_for_but_no_more_than_a_batch()
    {
        using var folder = new TemporaryFolder();
        using var dls = ColoredFolders.Load(folder, batchSize: 3);

        var figure = dls.ShowBatch(maxItems: 100, columns: 3);

        Assert.Equal(2 * 16 + 2 * 14 + 3 * Tile, figure.Width);
        Assert.True(figure.Height < 2 * Tile);
    }

    [Fact]
    public void Unique_draws_one_sample_again_and_again()
    {
        using var folder = new TemporaryFolder();
        using var dls = ColoredFolders.Load(folder);

        var figure = dls.ShowBatch(maxItems: 6, unique: true);

        var first = figure.At(16 + Tile / 2, figure.Height - 16 - Tile / 2);
        Assert.Equal(6 * (Tile * Tile - 32 * 32), figure.Count(pixel => pixel == first));
    }

    [Fact]
    public void The_validation_set_can_be_looked_at_too()
    {
        using var folder = new TemporaryFolder();
        using var dls = ColoredFolders.Load(folder);

        Assert.Equal(2 * 16 + 14 + 2 * Tile, dls.ShowBatch(split: Split.Valid).Width);
    }

    [Fact]
    public void An_empty_split_is_named()
    {
        using var folder = new TemporaryFolder();
        ColoredFolders.Load(folder).Dispose();
        using var dls = DataBlock.Create(
            new ImageBlock(), new CategoryBlock(), (string root) => ItemFiles.GetImageFiles(root), Labellers.ParentLabel,
            splitter: new FuncSplitter<string>(_ => false)).DataLoaders(folder.Path, workers: 0);

        var error = Assert.Throws<InvalidOperationException>(() => dls.ShowBatch(split: Split.Valid));

        Assert.Contains("validation", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Samples_without_pictures_make_a_table()
    {
        using var dls = WordLoaders.Load(
            "some rather long text that is wrapped where the line ends, and goes on, and on, and on, and on, and on, and does not end soon at all");

        var figure = dls.ShowBatch(maxItems: 3);

        Assert.InRange(figure.Width, 300, 1140);
        Assert.InRange(figure.Height, 100, 400);
        Assert.True(figure.Count(Pixels.IsDark) > 500);
        Assert.Equal(0, figure.Count(Pixels.IsDark, left: figure.Width - 16));
    }
}

/// <summary>Loaders whose inputs are text, and stand in the batch as numbers.</summary>
internal static class WordLoaders
{
    public static DataLoaders<string, Category> Load(string text)
        => DataBlock.Create(
            new WordBlock(), new CategoryBlock(), getItems: (string root) => Enumerable.Range(0, 10).Select(i => $"{root} {i}").ToArray(),
            getY: item => item[^1] % 2 == 0 ? "even" : "odd").DataLoaders(text, batchSize: 4, workers: 0);

    private sealed class WordBlock : Block<string, string>
    {
        public override FittedBlock<string, string> Fit(BlockSources<string> sources) => new(text => text, new WordCodec([.. sources.Sources]));
    }

    private sealed record WordCodec(string[] Texts) : Codec<string>
    {
        public override BatchBuilder<string> NewBatch(int size) => new Builder(size, Texts);

        public override string Decode(ReadOnlySpan<TensorElement> elements, int sample) => Texts[elements[0].Data[sample].item<long>()];
    }

    private sealed class Builder : SingleTensorBuilder<string>
    {
        private readonly string[] _texts;

        public Builder(int size, string[] texts) => (_texts, Rows) = (texts, torch.zeros(size, dtype: torch.ScalarType.Int64));

        public override void Write(int slot, string value) => MemoryMarshal.Cast<byte, long>(Rows!.bytes)[slot] = Array.IndexOf(_texts, value);

        protected override TensorElement Finish(torch.Tensor? rows) => new PlainTensor(rows!);
    }
}
