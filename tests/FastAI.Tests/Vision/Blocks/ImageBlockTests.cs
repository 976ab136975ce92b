using FastAI.Vision;
using TorchSharp;
using Xunit;

namespace FastAI.Tests.Vision;

[NoTensorLeaks]
public sealed class ImageBlockTests
{
    [Theory]
    [InlineData(ImageMode.Rgb, 3)]
    [InlineData(ImageMode.Gray, 1)]
    public void Images_arrive_as_floats_from_0_to_1(ImageMode mode, long channels)
    {
        using var folder = ImageFolder.CatsAndDogs();
        var block = DataBlock.Create(new ImageBlock(mode), new CategoryBlock(), getItems: (string path) => ItemFiles.GetImageFiles(path), getY: Labellers.ParentLabel);
        using var dls = block.DataLoaders(folder.Path, new LoaderOptions { BatchSize = 4, Workers = 2 });

        using var batch = dls.Train.OneBatch();

        var images = batch.Inputs[0].Data;
        Assert.Equal([4, channels, 16, 16], images.shape);
        Assert.Equal(torch.ScalarType.Float32, images.dtype);
        Assert.InRange(images.data<float>().Max(), 0.9f, 1);
        Assert.InRange(images.data<float>().Min(), 0, 0.1f);
    }

    [Fact]
    public void An_image_as_input_and_as_target_is_divided_once()
    {
        using var folder = ImageFolder.CatsAndDogs();
        var block = DataBlock.Create(new ImageBlock(), new ImageBlock(), getItems: (string path) => ItemFiles.GetImageFiles(path), getY: path => path);
        using var dls = block.DataLoaders(folder.Path, new LoaderOptions { BatchSize = 4, Workers = 0 });

        using var batch = dls.Train.OneBatch();

        Assert.InRange(batch.Inputs[0].Data.data<float>().Max(), 0.9f, 1);
        Assert.Equal(batch.Inputs[0].Data.data<float>().ToArray(), batch.Targets[0].Data.data<float>().ToArray());
    }

    [Fact]
    public void The_shape_is_known_from_the_header()
    {
        using var folder = new ImageFolder();
        var path = folder.Add("a/wide.png", width: 9, height: 4);
        var fitted = new ImageBlock(ImageMode.Gray).Fit(new([path], new([0], []), index => path));

        var probe = Assert.Single(fitted.Probes);
        Assert.Equal("[1, 4, 9]", probe.ShapeOf(path));
        Assert.Null(probe.ShapeOf(folder.File("a/missing.png")));
    }
}
