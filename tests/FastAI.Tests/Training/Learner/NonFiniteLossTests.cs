using Xunit;
using static TorchSharp.torch;

namespace FastAI.Tests.Training;

public class NonFiniteLossTests
{
    [Fact, NoTensorLeaks]
    public void M09_a_rate_far_too_high_stops_the_fit_with_finite_parameters()
    {
        using var data = new SmallData(train: 64);
        using var learn = data.Learn(new() { Optimizer = groups => new Sgd(groups) }, model: nn.Sequential(("0", nn.Linear(3, 2)), ("1", new Cube())), loss: new CrossEntropyLossFlat());

        var thrown = Assert.Throws<TrainingException>(() => learn.Fit(20, 1e12));

        Assert.All((string[])["NaN", "epoch 0", "batch ", "learning rate 1e+12", "Inputs are finite", "targets are finite", "parameters are"], token => Assert.Contains(token, thrown.Message, StringComparison.Ordinal));
        using var scope = NewDisposeScope();
        Assert.All(learn.Model.parameters(), parameter => Assert.True(parameter.isfinite().all().item<bool>()));
    }

    [Fact, NoTensorLeaks]
    public void M09_a_nan_in_the_data_is_named_with_its_item_and_the_parameters_stay()
    {
        using var x = zeros(16, 3);
        using (var row = x[9]) row.fill_(float.NaN);
        using var y = zeros(16, dtype: ScalarType.Int64);
        using var dls = DataLoaders.FromTensors(x, y, options: new() { BatchSize = 4, Shuffle = false });
        using var learn = new Learner(dls, SmallData.Model(), new CrossEntropyLossFlat());

        var thrown = Assert.Throws<TrainingException>(() => learn.Fit(1));

        Assert.All((string[])["NaN", "epoch 0", "batch 2", "learning rate", "Inputs are not all finite", "sample 9"], token => Assert.Contains(token, thrown.Message, StringComparison.OrdinalIgnoreCase));
        Assert.Equal((0, 2), (thrown.Epoch, thrown.Batch));
        using var scope = NewDisposeScope();
        Assert.All(learn.Model.parameters(), parameter => Assert.True(parameter.isfinite().all().item<bool>()));
    }

    [Fact, NoTensorLeaks]
    public void M09_going_on_regardless_is_a_setting()
    {
        using var data = new SmallData();
        var poisons = new EveryHook((happening, learn) =>
        {
            if (happening == LearnerEvent.AfterLoss && learn.IsTraining) learn.Loss = learn.Loss * float.NaN;
        });
        using var learn = data.Learn(new() { AllowsNonFiniteLoss = true }, cbs: poisons);

        learn.Fit(2);

        Assert.Equal(2, learn.Recorder.Rows.Count);
        Assert.All(learn.Recorder.Losses, loss => Assert.True(float.IsNaN(loss)));
    }

    private sealed class Cube : nn.Module<Tensor, Tensor>
    {
        public Cube() : base(nameof(Cube))
        {
        }

        public override Tensor forward(Tensor x) => x.pow(3);
    }
}
