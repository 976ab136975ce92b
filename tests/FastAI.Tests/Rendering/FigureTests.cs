using SkiaSharp;
using Spectre.Console;
using Spectre.Console.Testing;
using Xunit;

namespace FastAI.Tests.Rendering;

public class FigureTests
{
    // The left half red, the right half blue.
    private static Figure RedAndBlue(int width = 60, int height = 40) => Figure.Draw(width, height, canvas =>
    {
        canvas.Clear(SKColors.Red);
        using var blue = new SKPaint { Color = SKColors.Blue };
        canvas.DrawRect(width / 2, 0, width / 2, height, blue);
    });

    [Fact]
    public void A_saved_figure_is_read_back_pixel_by_pixel()
    {
        using var folder = new TemporaryFolder();
        var figure = RedAndBlue();

        figure.Save(folder.File("figure.png"));

        var read = FastAI.Vision.Image.Open(folder.File("figure.png"));
        Assert.Equal((60, 40), (read.Width, read.Height));
        Assert.Equal(figure.Pixels.ToArray(), read.Pixels.ToArray());
    }

    [Theory]
    [InlineData("figure.jpg")]
    [InlineData("figure.webp")]
    public void The_extension_says_the_format(string name)
    {
        using var folder = new TemporaryFolder();

        RedAndBlue().Save(folder.File(name));

        Assert.Equal(60, FastAI.Vision.Image.Open(folder.File(name)).Width);
        Assert.Equal([folder.File(name)], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void An_extension_that_is_no_picture_is_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => RedAndBlue().Save("figure.bmp"));

        Assert.Contains(".png", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_preview_has_half_blocks_in_the_figures_colours()
    {
        using var console = Terminal(ColorSystem.TrueColor);

        RedAndBlue().Show(width: 30, console);

        var lines = console.Lines;
        Assert.Equal(10, lines.Count);
        Assert.All(lines, line => Assert.Equal(30, line.Count(character => character == '▀')));
        Assert.Contains("38;2;255;0;0", console.Output, StringComparison.Ordinal);
        Assert.Contains("48;2;0;0;255", console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_preview_keeps_to_the_terminals_width()
    {
        using var console = Terminal(ColorSystem.TrueColor);
        console.Profile.Width = 20;

        RedAndBlue().Show(width: 50, console);

        Assert.All(console.Lines, line => Assert.Equal(20, line.Count(character => character == '▀')));
    }

    [Fact]
    public void Without_colours_the_preview_is_one_line()
    {
        using var console = Terminal(ColorSystem.NoColors);

        console.Write(RedAndBlue().ToTerminal());

        var line = Assert.Single(console.Lines);
        Assert.Contains("60x40", line, StringComparison.Ordinal);
        Assert.DoesNotContain("▀", line, StringComparison.Ordinal);
    }

    [Fact]
    public void The_preview_stands_inside_of_a_panel()
    {
        using var console = Terminal(ColorSystem.TrueColor);

        console.Write(new Panel(RedAndBlue().ToTerminal(width: 12)));

        Assert.Equal(2 + 4, console.Lines.Count);
        Assert.Equal(4 * 12, console.Output.Count(character => character == '▀'));
    }

    private static TestConsole Terminal(ColorSystem colors)
    {
        var console = new TestConsole { EmitAnsiSequences = colors != ColorSystem.NoColors };
        console.Profile.Capabilities.ColorSystem = colors;
        console.Profile.Capabilities.Ansi = colors != ColorSystem.NoColors;
        console.Profile.Capabilities.Unicode = true;
        return console;
    }
}
