using System.Text.Json.Nodes;
using FastAI.Vision;
using Xunit;

namespace FastAI.Tests.Vision;

public sealed class ResizeTests
{
    [Theory]
    [InlineData(ResizeMethod.Crop)]
    [InlineData(ResizeMethod.Pad)]
    [InlineData(ResizeMethod.Squish)]
    public void Any_image_gets_the_size_asked_for(ResizeMethod method)
    {
        var step = new Resize(height: 6, width: 9) { Method = method };
        var map = step.Start(new SampleContext(42, 0, 0, Split.Train));

        foreach (var (width, height) in ((int, int)[])[(30, 20), (20, 30), (9, 6), (3, 3), (1, 40)])
            Assert.Equal(new ImageSize(9, 6), map.Map(TestImages.Noise(width, height)).Size);
    }

    [Fact]
    public void In_validation_the_centre_is_taken_and_in_training_a_place_that_moves()
    {
        var image = TestImages.Noise(64, 16);
        Image At(int index, Split split) => new Resize(16, 16).Start(new SampleContext(42, 0, index, split)).Map(image);

        Assert.Equal(At(0, Split.Valid).Pixels, At(1, Split.Valid).Pixels);
        Assert.Equal(image.Crop(new ImageRect(24, 0, 16, 16)).Pixels, At(0, Split.Valid).Pixels);
        Assert.NotEqual(At(0, Split.Train).Pixels.ToArray(), At(1, Split.Train).Pixels.ToArray());
        Assert.Equal(At(1, Split.Train).Pixels, At(1, Split.Train).Pixels);
    }

    [Fact]
    public void A_side_below_1_is_refused_by_its_name()
    {
        Assert.Equal("height", Assert.Throws<ArgumentOutOfRangeException>(() => new Resize(0, 5)).ParamName);
        Assert.Equal("width", Assert.Throws<ArgumentOutOfRangeException>(() => new Resize(5, -1)).ParamName);
    }

    [Fact]
    public void Settings_survive_a_file()
    {
        VisionComponents.Register();
        var step = new Resize(5, 7) { Method = ResizeMethod.Pad, PadMode = PadMode.Border };

        Assert.Equal(step, Components.Read<ItemTransform>(JsonNode.Parse(Components.Write(step).ToJsonString())));
    }
}
