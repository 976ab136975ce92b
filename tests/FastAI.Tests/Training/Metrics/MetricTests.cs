using Xunit;
using static TorchSharp.torch;

namespace FastAI.Tests.Training;

public class MetricTests
{
    public static TheoryData<string> ValueCases => ParityTraining.Of("metric", "metric.value");

    public static TheoryData<string> LossCases => ParityTraining.Of("metric", "metric.losses");

    [Theory, MemberData(nameof(ValueCases)), NoTensorLeaks]
    public void Values_over_batches_agree(string id)
    {
        var test = ParityCases.Get("metric", id);
        using var scope = NewDisposeScope();
        Tensor predictions = test.InTensor("preds").ToTensor(), targets = test.InTensor("targs").ToTensor();

        foreach (var metric in (Metric[])[Metrics.Accuracy, Metrics.ErrorRate])
        {
            if (!test.HasOut(metric.Name)) continue;

            using var state = metric.Start();
            var first = 0L;
            foreach (var size in test.Numbers("batches")!)
            {
                state.Accumulate(predictions.narrow(0, first, (long)size), targets.narrow(0, first, (long)size));
                first += (long)size;
            }

            test.AssertOut(metric.Name, state.Value);
        }
    }

    [Theory, MemberData(nameof(LossCases))]
    public void The_smoothed_loss_agrees(string id)
    {
        var test = ParityCases.Get("metric", id);
        var smooth = new SmoothLoss(test.Number("beta")!.Value);

        test.AssertOut("smooth", test.InTensor("losses").ToFloats().Select(smooth.Add).ToArray());
    }

    [Fact, NoTensorLeaks]
    public void Every_epoch_is_measured_anew()
    {
        using var data = new SmallData(valid: 16);
        using var learn = data.Learn(metrics: [Metric<Category>.PerItem("count", Better.Higher, (prediction, _) => ones(prediction.Single.shape[0])), new Count()]);

        learn.Fit(3);
        var between = learn.Validate();

        Assert.Equal([16, 16, 16], learn.Recorder.Rows.Select(row => row.Metrics[1]!.Value));
        Assert.Equal(16, between.Metrics["items"]);
    }

    [Fact, NoTensorLeaks]
    public void A_value_does_not_depend_on_the_size_of_the_batches()
    {
        var values = new List<double?>();
        foreach (var size in (int[])[1, 3, 5, 16])
        {
            using var data = new SmallData(valid: 16, batchSize: size);
            using var learn = data.Learn();
            values.Add(learn.Validate().Metrics["accuracy"]);
        }

        Assert.All(values, value => Assert.Equal(values[0]!.Value, value!.Value, 6));
    }

    [Fact, NoTensorLeaks]
    public void A_metric_with_one_value_for_all_items_is_refused()
    {
        using var data = new SmallData(valid: 8, batchSize: 8);
        using var learn = data.Learn(metrics: [Metric<Category>.PerItem("whole", Better.Higher, (prediction, target) => prediction.Single.argmax(-1).eq(target.Single).to(ScalarType.Float32).mean())]);

        var message = Assert.Throws<TrainingException>(() => learn.Validate()).Message;

        Assert.All((string[])["whole", "[]", "8", "one value per item"], token => Assert.Contains(token, message, StringComparison.Ordinal));
    }

    [Fact]
    public void Two_metrics_of_one_name_are_refused_when_the_learner_is_made()
    {
        using var data = new SmallData();
        using var model = SmallData.Model();

        var message = Assert.Throws<ArgumentException>(() => data.Learn(metrics: [Metrics.Accuracy, Metrics.Accuracy], model: model)).Message;

        Assert.All((string[])["accuracy", "2"], token => Assert.Contains(token, message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_metric_that_has_seen_nothing_has_no_value()
    {
        using var state = Metrics.Accuracy.Start();

        Assert.Null(state.Value);
    }

    [Fact]
    public void Every_metric_says_which_way_is_better()
    {
        Assert.Equal(Better.Higher, Metrics.Accuracy.Better);
        Assert.Equal(Better.Lower, Metrics.ErrorRate.Better);
    }

    private sealed class Count : Metric<Category>
    {
        public override string Name => "items";
        public override Better Better => Better.Higher;
        public override MetricState Start() => new State();

        private sealed class State : MetricState
        {
            private double? _items;
            public override double? Value => _items;
            public override void Accumulate(Tensors prediction, Tensors target) => _items = (_items ?? 0) + target.Single.shape[0];
        }
    }
}
