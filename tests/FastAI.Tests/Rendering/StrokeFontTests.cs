using Xunit;

namespace FastAI.Tests.Rendering;

public class StrokeFontTests
{
    public static TheoryData<bool> Weights => [false, true];

    [Theory]
    [MemberData(nameof(Weights))]
    public void Every_printable_character_of_ASCII_leaves_ink_and_looks_like_no_other(bool isBold)
    {
        using var builtIn = new BuiltInFont();
        var pen = new TextPen(24, isBold);
        var seen = new Dictionary<string, char>();

        for (var character = '!'; character <= '~'; character++)
        {
            var figure = Figure.Draw(40, 40, canvas => pen.Draw(canvas, character.ToString(), 5, 4, Ink.Text));
            Assert.True(figure.Count(Pixels.IsDark) > 2, $"'{character}' leaves no ink.");
            var look = Convert.ToHexString(figure.Pixels);
            Assert.True(seen.TryAdd(look, character), $"'{character}' looks like '{seen.GetValueOrDefault(look)}'.");
        }
    }

    [Theory]
    [InlineData("äöüßéèçñåøÄÖÜÉŠž")]
    [InlineData("…–—→±×µ°²€£‘’“”−✓")]
    public void Letters_and_signs_beyond_ASCII_have_glyphs(string characters)
        => Assert.All(characters, character => Assert.NotEqual(0, StrokeFont.Regular.GetGlyph(character)));

    [Fact]
    public void A_character_without_a_glyph_is_a_box_and_takes_room()
    {
        using var builtIn = new BuiltInFont();

        Assert.True(new TextPen(20).Measure("中") > 5);
    }

    [Fact]
    public void Digits_are_equally_wide()
    {
        using var builtIn = new BuiltInFont();
        var pen = new TextPen(20);

        Assert.All("0123456789", digit => Assert.Equal(pen.Measure("0"), pen.Measure(digit.ToString())));
    }

    [Fact]
    public void Bold_letters_have_more_ink()
    {
        using var builtIn = new BuiltInFont();
        int Ink(bool isBold) => Figure.Draw(120, 40, canvas => new TextPen(24, isBold).Draw(canvas, "Heading", 5, 4, FastAI.Ink.Text)).Count(Pixels.IsDark);

        Assert.True(Ink(isBold: true) > 1.2 * Ink(isBold: false));
    }
}

/// <summary>Writes figures as on a machine without fonts, until disposed.</summary>
internal sealed class BuiltInFont : IDisposable
{
    public BuiltInFont() => Typefaces.ForcesBuiltIn = true;

    public void Dispose() => Typefaces.ForcesBuiltIn = false;
}
