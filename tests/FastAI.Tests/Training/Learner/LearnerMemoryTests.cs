using Xunit;
using static TorchSharp.torch;

namespace FastAI.Tests.Training;

/// <summary>What a learner does leaves no tensor behind, however it ends.</summary>
public class LearnerMemoryTests
{
    public static TheoryData<string> Hooks => [.. EveryHook.OfFit];

    [Fact]
    public void A_fit_of_five_hundred_batches_leaves_nothing_but_the_optimizers_state()
    {
        using var data = new SmallData(train: 2000, shuffle: true);
        using var learn = data.Learn();
        learn.Fit(1, 1e-3);
        var before = LiveTensors.Count;

        learn.Fit(1, 1e-3);

        Assert.Equal(500, learn.Recorder.Losses.Count);
        Assert.Equal(before, LiveTensors.Count);
    }

    [Fact, NoTensorLeaks]
    public void The_state_of_the_optimizer_goes_with_the_learner()
    {
        using var data = new SmallData();
        using var learn = data.Learn();

        learn.FitOneCycle(2, 0.01);
    }

    [Fact, NoTensorLeaks]
    public void Validation_predictions_and_searches_leave_nothing()
    {
        using var data = new SmallData();
        using var learn = data.Learn();
        learn.Fit(1);
        var before = LiveTensors.Count;

        learn.Validate();
        var (predictions, targets) = learn.GetPreds();
        Assert.Equal(before + 2, LiveTensors.Count);
        predictions.Dispose();
        targets!.Dispose();
        learn.LrFind(batches: 20);

        Assert.Equal(before, LiveTensors.Count);
    }

    [Fact, NoTensorLeaks]
    public void Predicting_values_leaves_nothing()
    {
        using var dls = Vectors.Loaders(3, ["a", "b"]);
        using var learn = new Learner<float[], Category>(dls, new VectorModel(3, 2, Hidden: 4));
        var before = LiveTensors.Count;

        learn.Predict([1, 2, 3]);
        learn.Predict(Enumerable.Range(0, 100).Select(i => (float[])[i, 1, 2]), batchSize: 7);

        Assert.Equal(before, LiveTensors.Count);
    }

    [Theory, MemberData(nameof(Hooks)), NoTensorLeaks]
    public void An_exception_in_a_hook_leaves_nothing_and_the_learner_can_fit_again(string hook)
    {
        using var data = new SmallData();
        var fails = false;
        using var learn = data.Learn(cbs: new EveryHook((happening, learn) =>
        {
            _ = zeros(3);
            if (fails && $"{happening}" == hook) throw new IOException("no");
        }));
        learn.Fit(1);
        var before = LiveTensors.Count;
        fails = true;

        Assert.Throws<TrainingException>(() => learn.Fit(1));

        Assert.Equal(before, LiveTensors.Count);
        Assert.Throws<InvalidOperationException>(() => learn.Inputs);
        Assert.All(learn.Optimizer.Groups.SelectMany(group => group.Parameters), parameter => Assert.Null(parameter.Parameter.grad));
        fails = false;
        learn.Fit(1);
        Assert.Equal(before, LiveTensors.Count);
    }

    [Fact, NoTensorLeaks]
    public void A_loss_that_is_not_finite_leaves_nothing()
    {
        using var data = new SmallData();
        using var learn = data.Learn(cbs: new EveryHook((happening, learn) =>
        {
            if (happening == LearnerEvent.AfterLoss && learn is { IsTraining: true, Epoch: 1 }) learn.Loss = learn.Loss * double.NaN;
        }));
        learn.Fit(1);
        var before = LiveTensors.Count;

        Assert.Throws<TrainingException>(() => learn.Fit(2));

        Assert.Equal(before, LiveTensors.Count);
    }

    [Fact]
    public void Twenty_learners_made_fitted_and_disposed_leave_nothing()
    {
        var before = LiveTensors.Count;

        for (var round = 0; round < 20; round++)
        {
            using var data = new SmallData();
            using var learn = data.Learn();
            learn.Fit(1);
        }

        Assert.Equal(before, LiveTensors.Count);
    }

    [Fact]
    public void A_model_can_be_left_to_the_caller()
    {
        using var data = new SmallData();
        using var model = SmallData.Model();
        using (var learn = data.Learn(new() { LeavesModelOpen = true }, model: model)) learn.Fit(1);
        using var scope = NewDisposeScope();

        Assert.Equal([2L, 2L], model.call(ones(2, 3)).shape);
        Assert.All(model.parameters(), parameter => Assert.Null(parameter.grad));
    }

    [Fact]
    public void A_disposed_learner_says_so()
    {
        using var dls = Vectors.Loaders(3, ["a", "b"]);
        var learn = new Learner<float[], Category>(dls, new VectorModel(3, 2));
        learn.Fit(1);

        learn.Dispose();
        learn.Dispose();

        Action[] uses =
        [
            () => learn.Fit(1), () => learn.FitOneCycle(1), () => learn.LrFind(), () => learn.Validate(), () => learn.GetPreds(), () => learn.Predict([1, 2, 3]),
            () => learn.Save("x"), () => learn.Load("x"), () => learn.Export("x"), () => _ = learn.Model, () => _ = learn.Optimizer, () => learn.Freeze(),
        ];
        Assert.All(uses, use => Assert.Contains("Learner", Assert.Throws<ObjectDisposedException>(use).ObjectName, StringComparison.Ordinal));
    }

    [Fact, NoTensorLeaks]
    public void A_learner_that_cannot_be_made_frees_the_model_that_it_built()
    {
        using var dls = Vectors.Loaders(3, ["a", "b"]);

        Assert.Throws<ArgumentException>(() => new Learner<float[], Category>(dls, new VectorModel(3, 2), metrics: [Metrics.Accuracy, Metrics.Accuracy]));
    }
}
