using System.Text.Json.Nodes;

namespace FastAI;

/// <summary>Makes the codecs of this floor known to <see cref="Components"/>, so that learners over such data can be exported and loaded.</summary>
public static class DataComponents
{
    /// <summary>Registers them; doing it again changes nothing.</summary>
    public static void Register()
    {
        Components.Register<CategoryCodec>("data.category");
        Components.Register<MultiCategoryCodec>("data.multi_category");
        Components.Register<NumberCodec>("data.number");
        Components.Register<NumbersCodec>("data.numbers");
        Components.Register<VectorCodec>("data.vector");
        Components.Register(
            "data.pair", typeof(PairCodec<,>),
            part => part is IPairCodec pair ? Members(("first", pair.First), ("second", pair.Second)) : [],
            settings => Pair(settings));
        Components.Register(
            "data.triple", typeof(TripleCodec<,,>),
            part => part is ITripleCodec triple ? Members(("first", triple.First), ("second", triple.Second), ("third", triple.Third)) : [],
            settings => ((IPairCodec)Pair(settings)).TripleWith(Components.Read<Codec>(settings?["third"])));
    }

    private static JsonObject Members(params (string Name, Codec Codec)[] members)
        => new(members.Select(member => KeyValuePair.Create<string, JsonNode?>(member.Name, Components.Write(member.Codec))));

    private static Codec Pair(JsonNode? settings) => Components.Read<Codec>(settings?["first"]).PairWith(Components.Read<Codec>(settings?["second"]));
}
