using System.Text.Json;
using Xunit;

namespace FastAI.Tests.Data;

public sealed class PipelineTests
{
    [Theory]
    [InlineData("data.pipeline.order")]
    [InlineData("data.pipeline.split")]
    public void Steps_run_in_fastais_order_and_back(string id)
    {
        var test = ParityCases.Get("data", id);
        var split = test.Integer("split_idx") == 1 ? Split.Valid : Split.Train;
        var steps = new Pipeline<ItemTransform>(test.In("tfms").EnumerateArray().Select(StepOf)).Steps.Where(step => step.RunsOn(split)).ToArray();

        var encoded = test.In("items").EnumerateArray().Select(item => steps.Aggregate(new Number(item.GetDouble()), (value, step) => ((IElementMap)step).Map(value))).ToArray();
        var decoded = encoded.Select(item => steps.Reverse().Aggregate(item, (value, step) => step.Decoding().Map(value)));

        test.AssertOut(("encoded", encoded.Select(number => number.Value)), ("decoded", decoded.Select(number => number.Value)));
    }

    [Fact]
    public void Steps_of_one_order_stay_as_they_are_given()
    {
        var pipeline = new Pipeline<ItemTransform>([new Affine(1, 0, 5), new Affine(2), new Affine(3), new Affine(4, 0, -1)]);

        Assert.Equal([4, 2, 3, 1], pipeline.Steps.Cast<Affine>().Select(step => step.Factor));
    }

    [Fact]
    public void Shows_its_steps_by_name()
    {
        Assert.Equal("Affine → AddDrawn", new Pipeline<ItemTransform>([new Affine(1), new AddDrawn()]).ToString());
        Assert.Equal("nothing", new Pipeline<ItemTransform>([]).ToString());
    }

    private static Affine StepOf(JsonElement json)
    {
        var k = json.TryGetProperty("k", out var value) ? value.GetDouble() : 0;
        var order = json.TryGetProperty("order", out value) ? value.GetInt32() : 0;
        Split? only = json.TryGetProperty("split_idx", out value) && value.ValueKind == JsonValueKind.Number ? (Split)value.GetInt32() : null;
        return json.GetProperty("name").GetString() switch
        {
            "mul" => new(k, 0, order) { Only = only },
            "add" => new(1, k, order) { Only = only },
            "neg" => new(-1, 0, order) { Only = only },
            var other => throw new NotSupportedException(other),
        };
    }

    private sealed record Affine(double Factor, double Shift = 0, int Place = 0) : ItemTransform, IEncodes<Number>, IDecodes<Number>
    {
        public Split? Only { get; init; }

        public override int Order => Place;

        public override bool RunsOn(Split split) => Only is null || Only == split;

        public Number Encode(Number value) => new((value.Value * Factor) + Shift);

        public Number Decode(Number value) => new((value.Value - Shift) / Factor);
    }
}
