using Xunit;

namespace FastAI.Tests.Data;

public sealed class LabellersTests
{
    [Fact]
    public void The_name_is_looked_at_before_the_path()
    {
        var label = Labellers.RegexLabeller(@"(.+)_\d+\.jpg$");

        Assert.Equal("great_pyrenees", label("/data/pets_2/great_pyrenees_173.jpg"));
    }

    [Fact]
    public void A_path_that_does_not_match_is_an_error_that_names_pattern_and_path()
    {
        var label = Labellers.RegexLabeller(@"(\d+)_x");

        var error = Assert.Throws<FormatException>(() => label("d/cat.jpg"));

        Tokens.AssertIn(error.Message, @"(\d+)_x", "d/cat.jpg", "getItems");
    }

    [Fact]
    public void A_pattern_without_a_group_is_refused_when_it_is_given()
    {
        var error = Assert.Throws<ArgumentException>(() => Labellers.RegexLabeller(@"\d+"));

        Tokens.AssertIn(error.Message, "group", "parentheses");
    }
}
