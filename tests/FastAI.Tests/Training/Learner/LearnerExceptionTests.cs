using Xunit;
using static TorchSharp.torch;

namespace FastAI.Tests.Training;

/// <summary>Whatever throws, the message says what, where and when, and the cause is inside.</summary>
public class LearnerExceptionTests
{
    public static TheoryData<string> Hooks => [.. EveryHook.OfFit];

    [Theory, MemberData(nameof(Hooks)), NoTensorLeaks]
    public void C11_an_exception_without_a_message_is_given_its_place(string hook)
    {
        using var data = new SmallData();
        var mine = new WordlessException();
        using var learn = data.Learn(cbs: new EveryHook((happening, _) =>
        {
            if ($"{happening}" == hook) throw mine;
        }));

        var thrown = Assert.Throws<TrainingException>(() => learn.Fit(1));

        Assert.Same(mine, thrown.InnerException);
        Assert.Contains($"EveryHook.{hook}", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("epoch 0", thrown.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(WordlessException), thrown.Message, StringComparison.Ordinal);
        Assert.Equal(0, thrown.Epoch);
        string[] ofBatch = ["BeforeBatch", "AfterPred", "AfterLoss", "BeforeBackward", "AfterBackward", "BeforeStep", "AfterStep", "AfterBatch"];
        if (!ofBatch.Contains(hook)) return;

        Assert.Contains("batch 0", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("[4, 3]", thrown.Message, StringComparison.Ordinal);
        Assert.Equal(0, thrown.Batch);
    }

    [Fact, NoTensorLeaks]
    public void A_model_that_does_not_fit_the_data_is_named_with_the_shapes()
    {
        using var data = new SmallData();
        using var learn = data.Learn(model: nn.Linear(5, 2));

        var message = Assert.Throws<TrainingException>(() => learn.Fit(1)).Message;

        Assert.All((string[])["The model", "epoch 0", "batch 0", "training", "[4, 3]"], token => Assert.Contains(token, message, StringComparison.Ordinal));
    }

    [Fact, NoTensorLeaks]
    public void A_loss_that_does_not_fit_is_named_with_the_shapes()
    {
        using var data = new SmallData();
        using var learn = data.Learn(loss: new MSELossFlat());

        var thrown = Assert.Throws<TrainingException>(() => learn.Fit(1));

        Assert.IsType<ArgumentException>(thrown.InnerException);
        Assert.All((string[])["The loss", "[4, 2]", "[4]", "MSELossFlat"], token => Assert.Contains(token, thrown.Message, StringComparison.Ordinal));
    }

    [Fact, NoTensorLeaks]
    public void A_metric_that_throws_is_named()
    {
        using var data = new SmallData();
        using var learn = data.Learn(metrics: [Metric<Category>.PerItem("mine", Better.Lower, (_, _) => throw new WordlessException())]);

        var thrown = Assert.Throws<TrainingException>(() => learn.Fit(1));

        Assert.IsType<WordlessException>(thrown.InnerException);
        Assert.All((string[])["mine", "validation", "epoch 0", "batch 0"], token => Assert.Contains(token, thrown.Message, StringComparison.Ordinal));
    }

    [Fact, NoTensorLeaks]
    public void A_loss_that_is_no_single_number_is_refused()
    {
        using var data = new SmallData();
        using var learn = data.Learn(cbs: new EveryHook((happening, learn) =>
        {
            if (happening == LearnerEvent.AfterLoss) learn.Loss = learn.Prediction.sum([1]);
        }));

        Assert.Contains("[4]", Assert.Throws<TrainingException>(() => learn.Fit(1)).Message, StringComparison.Ordinal);
    }

    [Fact, NoTensorLeaks]
    public void A_backward_pass_without_gradients_is_named()
    {
        using var data = new SmallData();
        using var learn = data.Learn(cbs: new EveryHook((happening, learn) =>
        {
            if (happening == LearnerEvent.AfterLoss) learn.Loss = learn.Loss.detach();
        }));

        Assert.Contains("The backward pass", Assert.Throws<TrainingException>(() => learn.Fit(1)).Message, StringComparison.Ordinal);
    }

    [Fact, NoTensorLeaks]
    public void What_a_hook_disposed_does_not_hide_what_went_wrong()
    {
        using var data = new SmallData();
        using var learn = data.Learn(cbs: new EveryHook((happening, learn) =>
        {
            if (happening != LearnerEvent.AfterBatch) return;
            learn.X.Dispose();
            throw new WordlessException();
        }));

        Assert.IsType<WordlessException>(Assert.Throws<TrainingException>(() => learn.Fit(1)).InnerException);
    }

    [Fact, NoTensorLeaks]
    public void Callbacks_are_told_and_one_that_fails_over_it_does_not_hide_the_cause()
    {
        using var data = new SmallData();
        var told = new List<Exception>();
        using var learn = data.Learn(cbs:
        [
            new EveryHook((happening, _) =>
            {
                if (happening == LearnerEvent.AfterStep) throw new WordlessException();
            }),
            new Told(_ => throw new IOException("over it")), new Told(told.Add),
        ]);

        var thrown = Assert.Throws<TrainingException>(() => learn.Fit(1));

        Assert.IsType<WordlessException>(thrown.InnerException);
        Assert.Same(thrown, Assert.Single(told));
    }

    [Fact, NoTensorLeaks]
    public void A_loader_that_throws_is_named()
    {
        using var dls = Vectors.Loaders(3, ["a", "b"], itemTfms: [new Breaks()]);
        using var learn = new Learner<float[], Category>(dls, new VectorModel(3, 2));

        var thrown = Assert.Throws<DataException>(() => learn.Fit(1));

        Assert.Contains("Breaks", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_inputs_for_a_model_of_one_are_refused_when_the_learner_is_made()
    {
        using var data = new SmallData();
        using var model = new TwoInputs();

        var message = Assert.Throws<ArgumentException>(() => data.Learn(model: model)).Message;

        Assert.All((string[])["1 inputs", "TwoInputs", "2"], token => Assert.Contains(token, message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_module_that_is_not_over_tensors_is_refused()
    {
        using var data = new SmallData();
        using var model = new NoModel();

        Assert.Contains("NoModel", Assert.Throws<ArgumentException>(() => data.Learn(model: model)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parameter_groups_that_leave_parameters_out_or_name_unknown_ones_are_refused()
    {
        using var data = new SmallData();
        using var learn = data.Learn(new() { ParameterGroups = _ => [["0.weight", "0.bias", "head.weight"], ["0.bias"]] });

        var message = Assert.Throws<InvalidOperationException>(() => learn.Fit(1)).Message;

        Assert.All((string[])["head.weight", "3.weight", "0.bias", "never trained", "several"], token => Assert.Contains(token, message, StringComparison.Ordinal));
    }

    [Fact]
    public void Freezing_the_only_group_is_refused()
    {
        using var data = new SmallData();
        using var learn = data.Learn();

        Assert.Contains("one group", Assert.Throws<InvalidOperationException>(learn.Freeze).Message, StringComparison.Ordinal);
    }

    private sealed class WordlessException : Exception
    {
        public override string Message => "";
    }

    private sealed class Told(Action<Exception> tell) : Callback
    {
        public override bool AllowsSeveral => true;
        public override void OnException(Learner learn, Exception exception) => tell(exception);
    }

    private sealed record Breaks : ItemTransform, IEncodes<float[]>
    {
        public float[] Encode(float[] value) => throw new WordlessException();
    }

    private sealed class TwoInputs : nn.Module<Tensor, Tensor, Tensor>
    {
        public TwoInputs() : base(nameof(TwoInputs))
        {
        }

        public override Tensor forward(Tensor x, Tensor y) => x + y;
    }

    private sealed class NoModel : nn.Module
    {
        public NoModel() : base(nameof(NoModel))
        {
        }
    }
}
