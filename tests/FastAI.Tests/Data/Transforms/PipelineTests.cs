using Xunit;

namespace FastAI.Tests.Data;

public sealed class PipelineTests
{
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

    private sealed record Affine(double Factor, double Shift = 0, int Place = 0) : ItemTransform, IEncodes<Number>, IDecodes<Number>
    {
        public Split? Only { get; init; }

        public override int Order => Place;

        public override bool RunsOn(Split split) => Only is null || Only == split;

        public Number Encode(Number value) => new((value.Value * Factor) + Shift);

        public Number Decode(Number value) => new((value.Value - Shift) / Factor);
    }
}
