using System.Globalization;
using System.Text.Json;

namespace FastAI.Parity;

/// <summary>Labels and numbers as targets, in the suite <c>data</c>.</summary>
internal static class LabelOps
{
    [Op("data.category_map")]
    private static OpResult CategoryMap(ParityCase test)
    {
        var values = test.In("values");
        var given = test.HasIn("categories") ? test.InTexts("categories") : null;
        // A column here has no categories of its own: they are a vocabulary that is given, and leaving out the unused ones is up to whoever gives it.
        if (given is not null && test.Flag("strict") == true) given = [.. given.Intersect(CaseValues.Texts(values))];

        var codec = Fit(test, values, given);

        var lookup = test.HasIn("lookup") ? test.InTexts("lookup") : [];
        return new(
            ("vocab", Vocabulary(codec, values)),
            ("ids", lookup.Select(label => codec.Find(label) is { } found ? (object)found.Index : OpResult.Raised).ToArray()));
    }

    [Op("data.categorize")]
    private static OpResult Categorize(ParityCase test)
    {
        var items = test.In("items");
        var vocabulary = test.HasIn("vocab") ? test.InTexts("vocab") : null;

        var codec = Fit(test, items, vocabulary);

        var (raises, message) = Unknown(test, () => Fit(test, items, vocabulary, test.In("unknown")));
        return new(
            ("vocab", Vocabulary(codec, items)), ("c", codec.Outputs),
            ("encoded", test.InTexts("encode").Select(label => codec.Find(label) is { } found ? (object)found.Index : OpResult.Raised).ToArray()),
            ("decoded", test.HasIn("decode") ? test.InIntegers("decode").Select(index => codec[index].Label).ToArray() : null),
            ("unknown_raises", raises), ("message_has", message));
    }

    [Op("data.multi_categorize")]
    private static OpResult MultiCategorize(ParityCase test)
    {
        var items = Lists(test.In("items"));
        var block = new MultiCategoryBlock(test.HasIn("vocab") ? test.InTexts("vocab") : null, test.Flag("add_na") ?? false);
        if (test.Has("c")) throw new UnknownOptionException("The size of a one-hot row is that of the vocabulary.");

        var fitted = block.FitTo(items);

        var values = Lists(test.In("encode")).Select(fitted.Create).ToArray();
        var (rows, decoded) = fitted.Codec.RoundTrip(values);
        var (raises, message) = Unknown(test, () => block.FitTo(items, [CaseValues.Texts(test.In("unknown"))]));
        return new(
            ("vocab", fitted.Codec.Vocabulary), ("ids", values.Select(value => value.Indices)), ("one_hot", rows),
            ("decoded_ids", decoded.Select(value => value.Indices)), ("decoded", decoded.Select(value => value.Labels)),
            ("unknown_raises", raises), ("message_has", message));
    }

    [Op("data.encoded_multi")]
    private static OpResult EncodedMulti(ParityCase test)
    {
        bool[][] codes = [.. test.In("codes").EnumerateArray().Select(code => code.EnumerateArray().Select(flag => ParityTensor.ToDouble(flag) == 1).ToArray())];

        var fitted = new EncodedMultiCategoryBlock(test.InTexts("vocab")).FitTo(codes);

        var (rows, decoded) = fitted.Codec.RoundTrip([.. codes.Select(fitted.Create)]);
        return new(("c", fitted.Codec.Outputs), ("encoded", rows), ("decoded", decoded.Select(value => value.Labels)));
    }

    [Op("data.regression_setup")]
    private static OpResult Regression(ParityCase test)
    {
        var items = test.In("items").EnumerateArray().ToArray();
        if (items[0].ValueKind == JsonValueKind.Number)
        {
            var fitted = new RegressionBlock().FitTo([.. items.Select(item => item.GetDouble())]);
            var (rows, decoded) = fitted.Codec.RoundTrip([.. items.Select(item => fitted.Create(item.GetDouble()))]);
            return new(("c", fitted.Codec.Outputs), ("encoded", rows.Select(row => row.Data[0])), ("decoded", decoded.Select(number => number.Value)));
        }

        double[][] lists = [.. items.Select(item => item.EnumerateArray().Select(number => number.GetDouble()).ToArray())];
        var several = new MultiRegressionBlock().FitTo(lists);
        var (encoded, values) = several.Codec.RoundTrip([.. lists.Select(several.Create)]);
        return new(("c", several.Codec.Outputs), ("encoded", encoded), ("decoded", values));
    }

    private static CategoryCodec Fit(ParityCase test, JsonElement items, string[]? vocabulary, JsonElement? unknown = null)
    {
        var (sort, addNa) = (test.Flag("sort") ?? true, test.Flag("add_na") ?? false);
        if (!IsNumbers(items))
        {
            if (items.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.String))
                throw new ArgumentException("The labels of a block have one type: a list of texts and numbers does not compile.");
            return (CategoryCodec)new CategoryBlock(vocabulary, sort, addNa).FitTo(CaseValues.Texts(items), unknown is { } text ? [text.ToString()] : null).Codec;
        }

        double[]? given = vocabulary is null ? null : [.. vocabulary.Select(label => double.Parse(label, CultureInfo.InvariantCulture))];
        double[] numbers = [.. items.EnumerateArray().Select(ParityTensor.ToDouble).Where(number => !double.IsNaN(number))];
        return (CategoryCodec)new CategoryBlock<double>(given, sort, addNa).FitTo(numbers, unknown is { } number ? [number.GetDouble()] : null).Codec;
    }

    // A number that is not finite is written as a text.
    private static bool IsNumbers(JsonElement items)
        => items.EnumerateArray().All(item => item.ValueKind == JsonValueKind.Number || item.ToString() is "nan" or "inf" or "-inf");

    private static IEnumerable<object> Vocabulary(CategoryCodec codec, JsonElement items)
        => codec.Vocabulary.Select(label => IsNumbers(items) && double.TryParse(label, CultureInfo.InvariantCulture, out var number) ? number : (object)label);

    private static (bool Raises, bool[] MessageHas) Unknown(ParityCase test, Action fit)
    {
        if (!test.HasIn("unknown")) return (false, []);

        try
        {
            fit();
            return (false, []);
        }
        catch (DataException refused)
        {
            return (true, CaseRunner.MessageHas(test, refused.Message));
        }
    }

    private static IReadOnlyCollection<string>[] Lists(JsonElement json) => [.. json.EnumerateArray().Select(CaseValues.Texts)];
}
