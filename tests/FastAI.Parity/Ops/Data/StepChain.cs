using System.Globalization;
using System.Text.Json;

namespace FastAI.Parity;

/// <summary>The steps that a case names, as transforms in a <see cref="Pipeline{TTransform}"/>. An item is a number or a text.</summary>
internal sealed class StepChain
{
    private readonly Pipeline<ItemTransform> _pipeline;

    private StepChain(Pipeline<ItemTransform> pipeline) => _pipeline = pipeline;

    /// <summary>The classes that a step <c>categorize</c> has learnt.</summary>
    public IReadOnlyList<string> Vocabulary => _pipeline.Steps.OfType<ClassStep>().FirstOrDefault()?.Codec.Vocabulary ?? [];

    public static object[] Items(JsonElement json)
        => [.. json.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.String ? (object)item.GetString()! : item.GetDouble())];

    /// <summary>Steps that learn do so from the training items, as the steps before leave them.</summary>
    public static StepChain Fit(JsonElement json, IReadOnlyList<object> training)
    {
        StepChain chain = new(new(json.EnumerateArray().Select(StepOf)));
        List<ItemTransform> fitted = [];
        foreach (var step in chain._pipeline.Steps)
        {
            var before = new StepChain(new(fitted));
            fitted.Add(step is ClassStep learns ? learns.Fit([.. training.Select(item => before.Encode(item, Split.Train))]) : step);
        }

        return new(new(fitted));
    }

    /// <param name="item">The item.</param>
    /// <param name="split">Its set; null for none, where steps of one set only do not run.</param>
    public object Encode(object item, Split? split)
        => Steps(split).Aggregate(new Item(item), (value, step) => ((IElementMap)step).Map(value)).Value;

    public object Decode(object item, Split? split)
        => Steps(split).Reverse().Aggregate(new Item(item), (value, step) => step is IDecodes<Item> decodes ? decodes.Decode(value) : value).Value;

    private IEnumerable<ItemTransform> Steps(Split? split)
        => _pipeline.Steps.Where(step => split is { } one ? step.RunsOn(one) : step.RunsOn(Split.Train) && step.RunsOn(Split.Valid));

    private static ItemTransform StepOf(JsonElement json)
    {
        JsonElement? Get(string name) => json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
        var k = Get("k");
        var factor = k is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : 0;
        var place = Get("order")?.GetInt32() ?? 0;
        var only = (Split?)Get("split_idx")?.GetInt32();
        ItemTransform TwoWay(Func<object, object> encode, Func<object, object> decode) => new InvertibleStep(encode, decode) { Place = place, Only = only };
        return json.GetProperty("name").GetString() switch
        {
            "add" => TwoWay(value => Number(value) + factor, value => Number(value) - factor),
            "mul" => TwoWay(value => Number(value) * factor, value => Number(value) / factor),
            "neg" => TwoWay(value => -Number(value), value => -Number(value)),
            "upper" => TwoWay(value => value.ToString()!.ToUpperInvariant(), value => value.ToString()!.ToLowerInvariant()),
            "suffix" => new FuncStep(value => $"{value}{k}") { Place = place, Only = only },
            "len" => new FuncStep(value => (double)value.ToString()!.Length) { Place = place, Only = only },
            "categorize" => new ClassStep(new CategoryCodec([])) { Place = place, Only = only },
            var other => throw new UnknownOptionException($"No step {other}."),
        };
    }

    private static double Number(object value) => Convert.ToDouble(value, CultureInfo.InvariantCulture);

    /// <summary>A number, a text, or the index of a class.</summary>
    private readonly record struct Item(object Value);

    private abstract record Step : ItemTransform
    {
        public Split? Only { get; init; }

        public int Place { get; init; }

        public override int Order => Place;

        public override bool RunsOn(Split split) => Only is null || Only == split;
    }

    private sealed record FuncStep(Func<object, object> Function) : Step, IEncodes<Item>
    {
        public Item Encode(Item value) => new(Function(value.Value));
    }

    private sealed record InvertibleStep(Func<object, object> Function, Func<object, object> Inverse) : Step, IEncodes<Item>, IDecodes<Item>
    {
        public Item Encode(Item value) => new(Function(value.Value));

        public Item Decode(Item value) => new(Inverse(value.Value));
    }

    private sealed record ClassStep(CategoryCodec Codec) : Step, IEncodes<Item>, IDecodes<Item>
    {
        public ClassStep Fit(object[] training) => this with { Codec = (CategoryCodec)new CategoryBlock().FitTo([.. training.Select(TextOf)]).Codec };

        public Item Encode(Item value) => Codec.Find(TextOf(value.Value)) is { } found ? new(found.Index)
            : throw new ArgumentException($"The vocabulary does not hold '{value.Value}'.");

        public Item Decode(Item value) => new(Codec[(int)Number(value.Value)].Label);

        private static string TextOf(object value) => Convert.ToString(value, CultureInfo.InvariantCulture)!;
    }
}
