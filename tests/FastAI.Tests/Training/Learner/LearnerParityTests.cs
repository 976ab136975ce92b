using Xunit;
using static TorchSharp.torch;

namespace FastAI.Tests.Training;

/// <summary>Whole trainings, validations and predictions in the reference's numbers.</summary>
public class LearnerParityTests
{
    public static TheoryData<string> FitCases => ParityTraining.Of("learner", "learner.fit");

    public static TheoryData<string> ParameterCases => ParityTraining.Of("learner", "learner.param_flags");

    public static TheoryData<string> PredictionCases => ParityTraining.Of("learner", "learner.get_preds");

    public static TheoryData<string> ValidationCases => ParityTraining.Of("learner", "learner.validate");

    public static TheoryData<string> PredictCases => ParityTraining.Of("learner", "learner.predict");

    [Theory, MemberData(nameof(FitCases)), NoTensorLeaks]
    public void Training_gives_fastais_numbers(string id)
    {
        var test = ParityCases.Get("learner", id);
        using var trainX = test.InTensor("train_x").ToTensor();
        using var trainY = test.InTensor("train_y").ToTensor();
        using var validX = test.InTensor("valid_x").ToTensor();
        using var validY = test.InTensor("valid_y").ToTensor();
        var batchSize = test.Integer("bs")!.Value;
        using var dls = DataLoaders.FromTensors(trainX, trainY, validX, validY, new()
        {
            BatchSize = batchSize, ValidBatchSize = test.Integer("val_bs") ?? batchSize, Shuffle = false, DropLast = test.Flag("drop_last") ?? false,
        });
        Metric[] metrics = test.Arg("metrics") is { ValueKind: not System.Text.Json.JsonValueKind.Undefined } names
            ? [.. names.EnumerateArray().Select(name => ParityTraining.MetricOf(name.GetString()!))] : [];
        var steps = 0;
        var counter = new EveryHook((happening, _) => steps += happening == LearnerEvent.AfterStep ? 1 : 0);
        using var learn = new Learner(dls, ParityTraining.Model(test), ParityTraining.LossOf(test), metrics, ParityTraining.Options(test) with { Callbacks = [counter] });

        var fits = new List<object>();
        foreach (var step in test.Arg("plan").EnumerateArray())
        {
            steps = 0;
            switch (step[0].GetString())
            {
                case "freeze": learn.Freeze(); continue;
                case "unfreeze": learn.Unfreeze(); continue;
                case "freeze_to": learn.FreezeTo(step[1].GetInt32()); continue;
                case "fit": learn.Fit(step[1].GetInt32(), ParityTraining.RatesOf(step[2])); break;
                case "fit_one_cycle": learn.FitOneCycle(step[1].GetInt32(), ParityTraining.RatesOf(step[2])); break;
                case var other: throw new ArgumentException($"{id}: no step {other}.");
            }

            fits.Add(Fit(learn.Recorder, steps));
        }

        test.AssertOut(
            ("columns", (string[])["train_loss", "valid_loss", .. learn.Recorder.MetricNames]), ("fits", fits),
            ("weights", learn.Model.state_dict().Where(entry => test.Out("weights").TryGetProperty(entry.Key, out _)).ToDictionary(entry => entry.Key, entry => (object?)ParityTensor.From(entry.Value))));
    }

    private static Dictionary<string, object?> Fit(Recorder record, int steps) => new()
    {
        ["batch_losses"] = record.Losses.ToArray(),
        ["smooth"] = record.SmoothLosses.ToArray(),
        ["lrs"] = record.LearningRates.ToArray(),
        ["table"] = record.Rows.Select(row => (double?[])[row.TrainLoss, row.ValidLoss, .. row.Metrics]).ToArray(),
        ["opt_steps"] = steps,
    };

    [Theory, MemberData(nameof(ParameterCases)), NoTensorLeaks]
    public void Parameters_decay_and_freeze_as_in_fastai(string id)
    {
        var test = ParityCases.Get("learner", id);
        using var data = new SmallData();
        using var learn = data.Learn(ParityTraining.Options(test), model: ParityTraining.Model(test));

        if (test.Integer("freeze_to") is { } group) learn.FreezeTo(group);

        test.AssertOut(("params", learn.Optimizer.Groups.SelectMany(each => each.Parameters).ToDictionary(parameter => parameter.Name, object? (parameter) => new Dictionary<string, object?>
        {
            ["decayed"] = parameter.Decays, ["force_train"] = parameter.AlwaysTrains, ["requires_grad"] = parameter.Parameter.requires_grad,
        })));
    }

    [Theory, MemberData(nameof(PredictionCases)), NoTensorLeaks]
    public void Predictions_of_a_set_agree(string id)
    {
        var test = ParityCases.Get("learner", id);
        using var data = LinearData.From(test);
        using var learn = data.Learn(test);

        var (predictions, targets) = learn.GetPreds();

        using (predictions)
        using (targets) test.AssertOut(("order", (string[])["preds", "targs"]), ("preds", predictions), ("targs", targets));
    }

    [Theory, MemberData(nameof(ValidationCases)), NoTensorLeaks]
    public void Validation_agrees(string id)
    {
        var test = ParityCases.Get("learner", id);
        using var data = LinearData.From(test);
        using var learn = data.Learn(test);

        var result = learn.Validate();

        test.AssertOut(("values", (double?[])[result.Loss, .. result.Metrics.Values]));
    }

    [Theory, MemberData(nameof(PredictCases)), NoTensorLeaks]
    public void A_prediction_for_one_item_agrees(string id)
    {
        var test = ParityCases.Get("learner", id);
        string[] classes = [.. test.In("vocab").EnumerateArray().Select(name => name.GetString()!)];
        using var dls = Vectors.Loaders(test.InTensor("item").Data.Count, classes);
        using var learn = new Learner<float[], Category>(dls, LinearOf(test));

        var prediction = learn.Predict(test.InTensor("item").ToFloats());

        test.AssertOut(("label", prediction.Value.Label), ("decoded", prediction.Value.Index), ("probs", ParityTensor.FromFloats(prediction.Scores, prediction.Scores.Count)));
        Assert.Equal(prediction.Scores[prediction.Value.Index], prediction.Probability!.Value, 6);
    }

    private static TorchSharp.Modules.Linear LinearOf(ParityCase test)
    {
        var shape = test.In("weights").GetProperty("weight").GetProperty("shape");
        var model = nn.Linear(shape[1].GetInt64(), shape[0].GetInt64());
        ParityTraining.Load(model, test.In("weights"));
        return model;
    }

    private sealed class LinearData(Tensor x, Tensor y, DataLoaders dls) : IDisposable
    {
            public static LinearData From(ParityCase test)
        {
            var (x, y) = (test.InTensor("x").ToTensor(), test.InTensor("y").ToTensor());
            var options = new LoaderOptions { BatchSize = test.Integer("bs")!.Value, Shuffle = false };
            return new(x, y, new DataLoaders(new TensorLoader(Split.Train, x, y, options), new TensorLoader(Split.Valid, x, y, options)));
        }

        public Learner Learn(ParityCase test) => new(dls, LinearOf(test), ParityTraining.LossOf(test), [Metrics.Accuracy]);

        public void Dispose()
        {
            dls.Dispose();
            x.Dispose();
            y.Dispose();
        }
    }
}
