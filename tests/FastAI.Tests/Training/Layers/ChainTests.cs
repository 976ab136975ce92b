using Xunit;
using static TorchSharp.torch;

namespace FastAI.Tests;

public class ChainTests
{
    [Fact]
    public void An_empty_chain_gives_a_new_handle_of_its_input()
    {
        using var chain = new Chain();
        using var x = ones(2);

        chain.call(x).Dispose();

        Assert.False(x.IsInvalid);
    }

    [Fact]
    public void A_layer_that_returns_its_argument_does_no_harm()
    {
        using var chain = new Chain(new PassOn(), nn.Linear(2, 3), new PassOn());
        using var x = ones(1, 2);

        using var y = chain.call(x);

        Assert.Equal([1, 3], y.shape);
        Assert.False(x.IsInvalid);
    }

    [Fact]
    public void Training_and_evaluation_visit_each_layer_once_however_deep()
    {
        var counter = new CountsTrain();
        using var chain = new Chain(new Chain(new Chain(new Chain(new Chain(counter)))));

        chain.eval();

        Assert.Equal(1, counter.Calls);
        Assert.False(counter.training);
    }

    [Fact]
    public void Released_layers_live_on()
    {
        var linear = nn.Linear(2, 2);
        var chain = new Chain(linear);

        var layers = chain.Release();
        chain.Dispose();
        using var moved = new Chain(layers);

        Assert.False(linear.weight.IsInvalid);
        Assert.Equal(["0.weight", "0.bias"], moved.StateEntries().Select(e => e.Name));
    }

    private sealed class PassOn() : Layer(nameof(PassOn))
    {
        public override Tensor forward(Tensor input) => input;
    }

    private sealed class CountsTrain() : Layer(nameof(CountsTrain))
    {
        public int Calls { get; private set; }

        public override void train(bool train = true)
        {
            Calls++;
            base.train(train);
        }

        public override Tensor forward(Tensor input) => input.alias();
    }
}
