using Xunit;

namespace FastAI.Tests.Blocks;

public class PairsTests
{
    private static readonly string[] Files = [.. Enumerable.Range(0, 24).Select(i => $"f/{i}.png")];

    [Fact]
    public void D11_fewer_labels_than_files_are_refused()
    {
        var error = Assert.Throws<DataException>(() => Pairs.Zip(Files, Enumerable.Repeat("cat", 20).ToArray()));

        Assert.Contains("24", error.Message);
        Assert.Contains("20", error.Message);
        Assert.Contains("f/20.png", error.Message);
        Assert.Equal((20, "f/20.png"), (error.Index, error.Item));
    }

    [Fact]
    public void D11_more_labels_than_files_are_refused()
    {
        var error = Assert.Throws<DataException>(() => Pairs.Zip(Files, Enumerable.Range(0, 25).Select(i => $"label{i}").ToArray()));

        Assert.Contains("25", error.Message);
        Assert.Contains("label24", error.Message);
    }

    [Fact]
    public void Pairs_are_items_of_a_data_block()
    {
        var pairs = Pairs.Zip(Files, [.. Files.Select((_, i) => i % 2 == 0 ? "even" : "odd")]);

        var datasets = DataBlock.OfPairs(new PathLength(), new CategoryBlock(), new EndSplitter()).Datasets(pairs);

        Assert.Equal((20, 4), (datasets.Train.Count, datasets.Valid.Count));
        Assert.Equal("even", datasets.Train[2].Y.Label);
        Assert.Contains("f/20.png", datasets.Valid.NameOf(0));
    }

    private sealed class PathLength : Block<string, Number>
    {
        public override FittedBlock<string, Number> Fit(BlockSources<string> sources) => new(path => new Number(path.Length), new NumberCodec());
    }
}
