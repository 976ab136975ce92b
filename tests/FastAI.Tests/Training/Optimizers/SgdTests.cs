using Xunit;
using static TorchSharp.torch;

namespace FastAI.Tests.Training;

public class SgdTests
{
    [Fact, NoTensorLeaks]
    public void Without_momentum_it_keeps_nothing()
    {
        using var scope = NewDisposeScope();
        OptimizedParameter parameter = new("p", nn.Parameter(ones(2)));
        using var sgd = new Sgd([new([parameter]) { LearningRate = 0.1 }]);
        parameter.Parameter.grad = ones(2);

        sgd.Step();

        Assert.Equal([0.9f, 0.9f], parameter.Parameter.data<float>().ToArray());
        Assert.Empty(sgd.StateOf(parameter)!.Tensors);
        Assert.Empty(sgd.CopyState());
    }

    [Fact]
    public void A_learner_with_it_does_not_decay_unless_told_to()
    {
        using var data = new SmallData();
        using var learn = data.Learn(new() { Optimizer = groups => new Sgd(groups) });
        using var adam = data.Learn();

        Assert.Equal(0, learn.Optimizer.Groups[0].WeightDecay);
        Assert.Equal(0.01, adam.Optimizer.Groups[0].WeightDecay);
    }
}
