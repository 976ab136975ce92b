using FastAI.Vision;
using Xunit;

namespace FastAI.Tests.Vision;

public class ResizeGeometryTests
{
    [Fact]
    public void An_extreme_aspect_leaves_at_least_one_pixel()
    {
        var plan = ResizeGeometry.Plan(new ImageSize(5000, 1), new ImageSize(10, 100), ResizeMethod.Crop);

        Assert.Equal(new ImageSize(1, 1), plan.Box.Size);
        Assert.Equal(new ImageSize(100, 1), ResizeGeometry.RatioResize(new ImageSize(5000, 1), 100).Target);
        Assert.Equal(new ImageSize(100, 1), ResizeGeometry.FitSide(new ImageSize(5000, 1), 100));
    }

    [Fact]
    public void A_side_of_zero_is_refused_by_name()
    {
        var error = Assert.Throws<ArgumentException>(() => ResizeGeometry.Plan(new ImageSize(5, 5), new ImageSize(0, 7), ResizeMethod.Crop));

        Assert.Equal("target", error.ParamName);
        Assert.Contains("0x7", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_outside_of_their_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomResizedCropOptions { MinScale = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomResizedCropOptions { MaxScale = 1.5 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomResizedCropOptions { MinAspect = double.NaN });
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomResizedCropOptions { ValidationExtra = -0.1 });
    }
}
