using Xunit;

namespace FastAI.Tests.Data;

public sealed class ItemTransformTests
{
    [Fact]
    public void Types_that_a_step_does_not_name_pass_untouched()
    {
        IElementMap step = new Negate();
        var category = new Category(1, "dog");

        Assert.Equal(new Number(-3), step.Map(new Number(3)));
        Assert.Same(category, step.Map(category));
    }

    [Fact]
    public void A_random_step_draws_once_for_all_elements_of_a_sample()
    {
        var map = new Shift().Start(new SampleContext(42, 0, 5, Split.Train));

        var (number, text) = (map.Map(new Number(0)), map.Map("0"));

        Assert.Equal(number.Value.ToString("R", System.Globalization.CultureInfo.InvariantCulture), text);
        Assert.NotEqual(0, number.Value);
    }

    [Fact]
    public void What_is_drawn_depends_on_seed_epoch_sample_split_and_step_only()
    {
        double Draw(SampleContext sample) => new Shift().Start(sample).Map(new Number(0)).Value;
        var sample = new SampleContext(42, 1, 5, Split.Train, 2);

        Assert.Equal(Draw(sample), Draw(sample));
        SampleContext[] others = [sample with { Seed = 43 }, sample with { Epoch = 2 }, sample with { Index = 6 }, sample with { Split = Split.Valid }, sample with { Step = 3 }];
        Assert.Equal(6, others.Select(Draw).Append(Draw(sample)).Distinct().Count());
    }

    [Fact]
    public void A_step_without_a_way_back_decodes_to_the_same_value()
    {
        Assert.Equal(new Number(-3), new Negate().Decoding().Map(new Number(-3)));
    }

    private sealed record Negate : ItemTransform, IEncodes<Number>
    {
        public Number Encode(Number value) => new(-value.Value);
    }

    private sealed record Shift : RandomItemTransform<double>, IEncodes<Number, double>, IEncodes<string, double>
    {
        protected override double Draw(in SampleContext sample) => sample.Random().NextDouble();

        public Number Encode(Number value, double draw) => new(value.Value + draw);

        public string Encode(string value, double draw)
            => (double.Parse(value, System.Globalization.CultureInfo.InvariantCulture) + draw).ToString("R", System.Globalization.CultureInfo.InvariantCulture);
    }
}
