using Xunit;

namespace FastAI.Tests.Data;

public sealed class ShapeCheckTests
{
    private static readonly LoaderOptions ByFour = new() { BatchSize = 4, Workers = 0 };

    private readonly List<int> _probed = [];

    [Fact]
    public void As_many_items_as_a_batch_has_are_looked_at_in_the_order_of_their_listing()
    {
        using var dls = Block().DataLoaders(20, ByFour);

        Assert.Equal(Enumerable.Range(0, 20).Except(new RandomSplitter().Split(20).Valid).Take(4), _probed);
    }

    [Fact]
    public void Nothing_is_looked_at_where_a_step_may_change_the_shape()
    {
        Block(itemTfms: [new AddDrawn()]).DataLoaders(20, ByFour).Dispose();

        Assert.Empty(_probed);
    }

    [Fact]
    public void Shapes_that_differ_are_shown_with_an_item_each()
    {
        var error = Assert.Throws<DataException>(() => Block(item => $"[{item % 3}]").DataLoaders(20, ByFour with { BatchSize = 12 }));

        Tokens.AssertIn(error.Message, "[0]", "[1]", "[2]", "training set", "do this");
    }

    [Fact]
    public void Values_without_a_shape_to_tell_are_left_to_the_batch()
    {
        using var dls = TestBlocks.Numbers().DataLoaders(20, ByFour);

        Assert.Equal(20, dls.Train.SampleCount);
    }

    private DataBlock<int, int, Number, Number> Block(Func<int, string>? shape = null, IReadOnlyList<ItemTransform>? itemTfms = null)
        => DataBlock.Create(
            new Probing(item =>
            {
                _probed.Add(item);
                return shape?.Invoke(item) ?? "[]";
            }),
            new NumberBlock(), getItems: (int count) => Enumerable.Range(0, count).ToArray(), getY: item => item, itemTfms: itemTfms);

    private sealed class Probing(Func<int, string> shape) : Block<int, Number>
    {
        public override FittedBlock<int, Number> Fit(BlockSources<int> sources)
            => new(item => new(item), new NumberCodec()) { Probes = [new(typeof(Number), shape, "Do this.")] };
    }
}
