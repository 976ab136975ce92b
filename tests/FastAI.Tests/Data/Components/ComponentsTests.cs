using System.Text.Json.Nodes;
using Xunit;

namespace FastAI.Tests.Data;

public sealed class ComponentsTests
{
    static ComponentsTests()
    {
        Components.Register<Part>("tests.part", version: 3);
        Components.Register<CategoryCodec>("data.category");
    }

    [Fact]
    public void A_part_comes_back_with_its_settings()
    {
        var part = new Part(7) { Name = "seven", Kind = DayOfWeek.Friday, Weights = [0.5, double.PositiveInfinity], Inner = new Inner.Deep { Depth = 2 } };

        var written = Components.Write(part).ToJsonString();
        var read = Components.Read<Part>(JsonNode.Parse(written));

        Assert.Equal(part with { Weights = read.Weights }, read);
        Assert.Equal(part.Weights, read.Weights);
        Assert.Contains("\"friday\"", written, StringComparison.Ordinal);
        Assert.DoesNotContain("doubled", written, StringComparison.Ordinal);
    }

    [Fact]
    public void A_codec_comes_back_with_its_vocabulary()
    {
        var read = Components.Read<Codec>(JsonNode.Parse(Components.Write(new CategoryCodec(["b", "a"])).ToJsonString()));

        Assert.Equal(["b", "a"], Assert.IsType<CategoryCodec>(read).Vocabulary);
    }

    [Fact]
    public void A_type_that_is_not_registered_is_not_written_and_the_message_says_how_to()
    {
        var error = Assert.Throws<ComponentException>(() => Components.Write(new Unknown()));

        Tokens.AssertIn(error.Message, "Unknown", "Components.Register<Unknown>(");
    }

    [Fact]
    public void An_id_stands_for_one_type()
    {
        Components.Register<Part>("tests.part", version: 3);

        var error = Assert.Throws<ArgumentException>(() => Components.Register<Unknown>("tests.part"));

        Tokens.AssertIn(error.Message, "tests.part", "Part", "Unknown");
    }

    [Theory]
    [InlineData("""{ "id": "tests.nobody", "version": 1, "settings": {} }""", "tests.nobody", "Components.Register<")]
    [InlineData("""{ "id": "tests.part", "version": 4, "settings": { "number": 1 } }""", "version 4", "version 3")]
    [InlineData("""{ "id": "tests.part", "settings": { "number": 1 } }""", "tests.part", "no version")]
    [InlineData("""{ "id": "tests.part", "version": "x", "settings": { "number": 1 } }""", "tests.part", "no version")]
    [InlineData("""{ "version": 1 }""", "no id", "damaged")]
    [InlineData("""null""", "no id", "damaged")]
    [InlineData("""[1]""", "no id", "damaged")]
    [InlineData("""{ "id": "tests.part", "version": 3 }""", "tests.part", "settings")]
    [InlineData("""{ "id": "tests.part", "version": 3, "settings": null }""", "tests.part", "settings")]
    [InlineData("""{ "id": "tests.part", "version": 3, "settings": {} }""", "tests.part", "number")]
    [InlineData("""{ "id": "tests.part", "version": 3, "settings": { "number": "many" } }""", "tests.part", "settings")]
    [InlineData("""{ "id": "tests.part", "version": 3, "settings": { "number": 1, "colour": "red" } }""", "tests.part", "colour")]
    [InlineData("""{ "id": "tests.part", "version": 3, "settings": { "number": 1, "name": null } }""", "tests.part", "name")]
    [InlineData("""{ "id": "tests.part", "version": 3, "settings": { "number": 1, "kind": 99 } }""", "tests.part", "kind")]
    [InlineData("""{ "id": "tests.part", "version": 3, "settings": { "number": -1 } }""", "tests.part", "at least 0")]
    [InlineData("""{ "id": "tests.part", "version": 3, "settings": { "number": 1, "inner": { "$type": "System.IO.FileInfo" } } }""", "tests.part", "settings")]
    [InlineData("""{ "id": "data.category", "version": 1, "settings": { "vocabulary": ["a", "a"] } }""", "CategoryCodec", "Part")]
    public void A_file_that_does_not_fit_is_refused(string json, params string[] tokens)
    {
        var error = Assert.Throws<ComponentException>(() => Components.Read<Part>(JsonNode.Parse(json)));

        Tokens.AssertIn(error.Message, tokens);
    }

    [Fact]
    public void A_check_of_the_parts_own_is_a_refusal_too()
    {
        var json = """{ "id": "data.category", "version": 1, "settings": { "vocabulary": ["a", "a"] } }""";

        var error = Assert.Throws<ComponentException>(() => Components.Read<Codec>(JsonNode.Parse(json)));

        Tokens.AssertIn(error.Message, "data.category", "twice");
    }

    [Fact]
    public void A_file_of_an_earlier_version_is_read()
    {
        var read = Components.Read<Part>(JsonNode.Parse("""{ "settings": { "number": 5 }, "version": 1, "id": "tests.part" }"""));

        Assert.Equal(5, read.Number);
    }

    private sealed record Part(int Number)
    {
        public int Number { get; init => field = Check.AtLeast(value, 0); } = Check.AtLeast(Number, 0);

        public string Name { get; init; } = "";

        public DayOfWeek Kind { get; init; }

        public IReadOnlyList<double> Weights { get; init; } = [];

        public Inner? Inner { get; init; }

        public int Doubled => 2 * Number;
    }

    [System.Text.Json.Serialization.JsonDerivedType(typeof(Deep), "deep")]
    private abstract record Inner
    {
        public sealed record Deep : Inner
        {
            public int Depth { get; init; }
        }
    }

    private sealed record Unknown;
}
