using FastAI.Tests.Vision;
using FastAI.Vision;
using Xunit;

namespace FastAI.Tests.Data;

public sealed class DataLoadersTests
{
    [Fact, NoTensorLeaks]
    public void Decoding_a_batch_shows_the_original_pixels_and_labels()
    {
        using var folder = new TemporaryFolder();
        var images = new Dictionary<string, Image>();
        for (var i = 0; i < 6; i++)
        {
            var label = i % 2 == 0 ? "cat" : "dog";
            Directory.CreateDirectory(folder.File(label));
            images[folder.File($"{label}/{i}.png")] = TestImages.Noise(9, 7, seed: i);
            images[folder.File($"{label}/{i}.png")].Save(folder.File($"{label}/{i}.png"));
        }

        var block = DataBlock.Create(
            new ImageBlock(), new CategoryBlock(), getItems: (string path) => ItemFiles.GetImageFiles(path), getY: Labellers.ParentLabel,
            splitter: new RandomSplitter(0.3), batchTfms: [new Normalize()]);
        using var dls = block.DataLoaders(folder.Path, new LoaderOptions { BatchSize = 4, Workers = 0 });
        using var batch = dls.Train.OneBatch();

        var decoded = dls.Decode(batch);

        Assert.Equal(4, decoded.Count);
        for (var sample = 0; sample < decoded.Count; sample++)
        {
            var path = dls.Train.NameOf(batch.Indices[sample]);
            Assert.Equal(Labellers.ParentLabel(path), decoded[sample].Y.Label);
            Assert.Equal(images[path].Size, decoded[sample].X.Size);
            for (var i = 0; i < images[path].Pixels.Length; i++) Assert.InRange(decoded[sample].X.Pixels[i], images[path].Pixels[i] - 1, images[path].Pixels[i] + 1);
        }

        Assert.Equal(2, dls.Decode(batch, most: 2).Count);
        Assert.Equal(["cat", "dog"], dls.Vocabulary);
    }
}
