using Xunit;

namespace FastAI.Tests.Rendering;

public class SampleCellTests
{
    private static readonly byte[] s_red = [200, 0, 0], s_blue = [0, 0, 200];

    [Fact]
    public void Several_pictures_stand_side_by_side()
    {
        var cell = new SampleCell();

        cell.Picture(s_red, 1, 1);
        cell.Picture(s_blue, 1, 1);

        var whole = cell.Whole()!;
        Assert.Equal((3, 1), (whole.Width, whole.Height));
        Assert.Equal([200, 0, 0, 255, 255, 255, 0, 0, 200], whole.Pixels.ToArray());
    }

    [Fact]
    public void An_overlay_is_stretched_and_mixed_by_its_opacity()
    {
        var cell = new SampleCell();
        cell.Picture([.. s_red, .. s_red], 2, 1);

        cell.Overlay([0, 100, 0, 128], 1, 1);

        Assert.Equal([100, 50, 0, 100, 50, 0], cell.Whole()!.Pixels.ToArray());
    }

    [Fact]
    public void An_overlay_of_another_size_than_it_says_is_refused()
        => Assert.Throws<ArgumentException>(() => new SampleCell().Overlay([1, 2, 3], 1, 1));

    [Fact]
    public void A_long_caption_neither_leaves_its_cell_nor_covers_the_picture()
    {
        var cell = new SampleCell();
        cell.Picture(s_blue, 1, 1);
        cell.Caption(string.Join(' ', Enumerable.Repeat("caption", 100)));

        var figure = PictureGrid.Draw([cell, cell], columns: 2);

        // The picture is a square of one colour at the bottom, whatever stands above.
        var side = (figure.Width - 2 * 16 - 14) / 2;
        var top = figure.Height - 16 - side;
        Assert.Equal(2 * side * side, figure.Count(pixel => pixel == (0, 0, 200), top: top));
        Assert.Equal(0, figure.Count(Pixels.IsDark, left: 16 + side + 1, right: 16 + side + 13, bottom: top - 2));
        Assert.True(figure.Count(Pixels.IsDark, bottom: top) > 500);
    }
}
