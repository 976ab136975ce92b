using System.Text.Json.Nodes;
using Xunit;

namespace FastAI.Tests.Blocks;

/// <summary>Codecs go into the file of an exported learner as ids with settings.</summary>
public class CodecComponentTests
{
    private static readonly Codec[] Codecs =
    [
        new CategoryCodec(["#na#", "b", "a"]) { AddNa = true },
        new MultiCategoryCodec(["#na#", "b", "a"]) { AddNa = true },
        new NumberCodec(),
        new NumbersCodec(3),
        new VectorCodec(4),
        new PairCodec<Category, Number>(new CategoryCodec(["a", "b"]), new NumberCodec()),
        new PairCodec<(Number, Number), (Number, ReadOnlyMemory<float>)>(new PairCodec<Number, Number>(new NumberCodec(), new NumberCodec()), new PairCodec<Number, ReadOnlyMemory<float>>(new NumberCodec(), new VectorCodec(2))),
        new TripleCodec<Number, MultiCategory, (Number, Number)>(new NumberCodec(), new MultiCategoryCodec(["a"]), new PairCodec<Number, Number>(new NumberCodec(), new NumberCodec())),
    ];

    public static TheoryData<int> Places => [.. Enumerable.Range(0, Codecs.Length)];

    [Theory, MemberData(nameof(Places))]
    public void A_codec_comes_back_as_it_was(int place)
    {
        DataComponents.Register();
        var codec = Codecs[place];

        var text = Components.Write(codec).ToJsonString();
        var read = Components.Read<Codec>(JsonNode.Parse(text));

        Assert.Equal(codec.GetType(), read.GetType());
        Assert.Equal(text, Components.Write(read).ToJsonString());
        Assert.Equal((codec.Name, codec.Outputs), (read.Name, read.Outputs));
    }

    [Fact]
    public void Settings_are_those_that_were_given()
    {
        DataComponents.Register();

        var read = (MultiCategoryCodec)Components.Read<Codec>(Components.Write(Codecs[1]));

        Assert.True(read.AddNa);
        Assert.Equal(["#na#", "b", "a"], read.Vocabulary);
    }

    [Theory]
    [InlineData("""{ "id": "data.pair", "version": 1, "settings": { "first": { "id": "data.number", "version": 1, "settings": {} } } }""")]
    [InlineData("""{ "id": "data.pair", "version": 1 }""")]
    [InlineData("""{ "id": "data.pair", "version": 1, "settings": { "first": { "id": "evil", "version": 1, "settings": {} } } }""")]
    [InlineData("""{ "id": "data.category", "version": 1, "settings": { "vocabulary": ["a", "b"], "addNa": true } }""")]
    public void A_file_that_was_changed_is_refused(string json)
    {
        DataComponents.Register();

        Assert.Throws<ComponentException>(() => Components.Read<Codec>(JsonNode.Parse(json)));
    }

    [Fact]
    public void A_pair_is_no_step()
    {
        DataComponents.Register();

        Assert.Contains("data.pair", Assert.Throws<ComponentException>(() => Components.Read<ItemTransform>(Components.Write(Codecs[5]))).Message);
    }
}
