using System.Globalization;
using System.Text.Json;
using Xunit;

namespace FastAI.Tests.Blocks;

/// <summary>Labels and numbers as targets, in the suite <c>data</c>.</summary>
[NoTensorLeaks]
public class LabelParityTests
{
    private const string Suite = "data";

    // Left out on purpose: a column here has no categories of its own, whose unused ones could be dropped; and the labels of one block have one type, so that
    // words and numbers cannot be mixed.
    public static TheoryData<string> CategoryMapCases => ParityCases.Of(
        Suite, "data.category_map", except: ["data.category_map.categorical-strict", "data.category_map.mixed"]);

    // Left out on purpose: the reference sorts a vocabulary that was given in an order.
    public static TheoryData<string> CategorizeCases => ParityCases.Of(Suite, "data.categorize", except: "data.categorize.vocab");

    // Left out on purpose: the reference refuses unknown labels although there is a class for them.
    public static TheoryData<string> MultiCases => ParityCases.Of(Suite, "data.multi_categorize", except: "data.multi_categorize.add-na");

    public static TheoryData<string> EncodedMultiCases => ParityCases.Of(Suite, "data.encoded_multi");

    public static TheoryData<string> RegressionCases => ParityCases.Of(Suite, "data.regression_setup");

    [Theory, MemberData(nameof(CategoryMapCases))]
    public void Vocabularies_agree(string id)
    {
        var test = ParityCases.Get(Suite, id);
        var given = test.HasIn("categories") ? Texts(test.In("categories")) : null;

        var codec = Fit(test, test.In("values"), given);

        var lookup = test.HasIn("lookup") ? Texts(test.In("lookup")) : [];
        test.AssertOut(
            ("vocab", Vocabulary(codec, test.In("values"))),
            ("ids", lookup.Select(label => codec.Find(label) is { } found ? (object)found.Index : new Dictionary<string, object> { ["raises"] = true }).ToArray()));
    }

    [Theory, MemberData(nameof(CategorizeCases))]
    public void Categories_agree(string id)
    {
        var test = ParityCases.Get(Suite, id);
        var items = test.In("items");

        var codec = Fit(test, items, test.HasIn("vocab") ? Texts(test.In("vocab")) : null);

        var (raises, message) = Unknown(test, () => Fit(test, items, null, test.In("unknown")));
        test.AssertOut(
            ("vocab", Vocabulary(codec, items)), ("c", codec.Outputs),
            ("encoded", Texts(test.In("encode")).Select(label => codec.Find(label)!.Index).ToArray()),
            ("decoded", test.HasIn("decode") ? test.In("decode").EnumerateArray().Select(index => codec[index.GetInt32()].Label).ToArray() : null),
            ("unknown_raises", raises), ("message_has", message));
    }

    [Theory, MemberData(nameof(MultiCases))]
    public void Several_labels_agree(string id)
    {
        var test = ParityCases.Get(Suite, id);
        var items = Lists(test.In("items"));
        var block = new MultiCategoryBlock(test.HasIn("vocab") ? Texts(test.In("vocab")) : null);

        var fitted = block.FitTo(items);

        var values = Lists(test.In("encode")).Select(fitted.Create).ToArray();
        var (rows, decoded) = RoundTrip(fitted.Codec, values);
        var (raises, message) = Unknown(test, () => block.FitTo(items, [Texts(test.In("unknown"))]));
        test.AssertOut(
            ("vocab", fitted.Codec.Vocabulary), ("ids", values.Select(value => value.Indices)), ("one_hot", rows),
            ("decoded_ids", decoded.Select(value => value.Indices)), ("decoded", decoded.Select(value => value.Labels)),
            ("unknown_raises", raises), ("message_has", message));
    }

    [Theory, MemberData(nameof(EncodedMultiCases))]
    public void Flags_agree(string id)
    {
        var test = ParityCases.Get(Suite, id);
        bool[][] codes = [.. test.In("codes").EnumerateArray().Select(code => code.EnumerateArray().Select(flag => flag.GetInt32() == 1).ToArray())];

        var fitted = new EncodedMultiCategoryBlock(Texts(test.In("vocab"))).FitTo(codes);

        var (rows, decoded) = RoundTrip(fitted.Codec, [.. codes.Select(fitted.Create)]);
        test.AssertOut(("c", fitted.Codec.Outputs), ("encoded", rows), ("decoded", decoded.Select(value => value.Labels)));
    }

    [Theory, MemberData(nameof(RegressionCases))]
    public void Numbers_agree(string id)
    {
        var test = ParityCases.Get(Suite, id);
        var items = test.In("items").EnumerateArray().ToArray();
        if (items[0].ValueKind == JsonValueKind.Number)
        {
            var fitted = new RegressionBlock().FitTo([.. items.Select(item => item.GetDouble())]);
            var (rows, decoded) = RoundTrip(fitted.Codec, [.. items.Select(item => fitted.Create(item.GetDouble()))]);
            test.AssertOut(("c", fitted.Codec.Outputs), ("encoded", rows.Select(row => row.Data[0])), ("decoded", decoded.Select(number => number.Value)));
        }
        else
        {
            double[][] lists = [.. items.Select(item => item.EnumerateArray().Select(number => number.GetDouble()).ToArray())];
            var fitted = new MultiRegressionBlock().FitTo(lists);
            var (rows, decoded) = RoundTrip(fitted.Codec, [.. lists.Select(fitted.Create)]);
            test.AssertOut(("c", fitted.Codec.Outputs), ("encoded", rows), ("decoded", decoded));
        }
    }

    private static CategoryCodec Fit(ParityCase test, JsonElement items, string[]? vocabulary, JsonElement? unknown = null)
    {
        var (sort, addNa) = (test.Flag("sort") ?? true, test.Flag("add_na") ?? false);
        var isNumber = IsNumber(items);
        double[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(ParityTensor.ToDouble)];
        return (CategoryCodec)(isNumber
            ? new CategoryBlock<double>(null, sort, addNa).FitTo(Numbers(items).Where(double.IsFinite).ToArray(), unknown is { } number ? [number.GetDouble()] : null).Codec
            : new CategoryBlock(vocabulary, sort, addNa).FitTo(Texts(items), unknown is { } text ? [text.GetString()!] : null).Codec);
    }

    private static bool IsNumber(JsonElement items) => items[0].ValueKind == JsonValueKind.Number;

    private static IEnumerable<object> Vocabulary(CategoryCodec codec, JsonElement items)
        => codec.Vocabulary.Select(label => IsNumber(items) ? double.Parse(label, CultureInfo.InvariantCulture) : (object)label);

    private static (bool Raises, bool[] MessageHas) Unknown(ParityCase test, Action fit)
    {
        if (!test.HasIn("unknown")) return (false, []);

        var error = Assert.Throws<DataException>(fit);
        return (true, [.. Texts(test.In("look_for")).Select(text => error.Message.Contains(text, StringComparison.Ordinal))]);
    }

    private static (ParityTensor[] Rows, TValue[] Decoded) RoundTrip<TValue>(Codec<TValue> codec, TValue[] values)
    {
        using var scope = TorchSharp.torch.NewDisposeScope();
        TensorElement[] batch = [.. codec.Batch(values)];
        return ([.. Enumerable.Range(0, values.Length).Select(row => ParityTensor.From(batch[0].Data[row]))],
                [.. Enumerable.Range(0, values.Length).Select(row => codec.Decode(batch, row))]);
    }

    private static IReadOnlyCollection<string>[] Lists(JsonElement json) => [.. json.EnumerateArray().Select(Texts)];

    private static string[] Texts(JsonElement json)
        => [.. json.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.String ? item.GetString()! : item.GetRawText())];
}
