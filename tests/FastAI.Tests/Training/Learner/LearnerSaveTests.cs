using Xunit;
using static TorchSharp.torch;

namespace FastAI.Tests.Training;

public sealed class LearnerSaveTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact, NoTensorLeaks]
    public void Weights_come_back_to_the_last_bit()
    {
        using var data = new SmallData();
        using var learn = data.Learn();
        learn.Fit(1, 0.05);
        var before = SmallData.Bits(learn.Model);
        learn.Save(_folder.File("w"));
        learn.Fit(1, 0.05);
        Assert.NotEqual(before, SmallData.Bits(learn.Model));

        learn.Load(_folder.File("w"));

        Assert.Equal(before, SmallData.Bits(learn.Model));
    }

    [Fact, NoTensorLeaks]
    public void V01_weights_of_another_model_leave_this_one_as_it_is()
    {
        using var data = new SmallData();
        using var other = data.Learn(model: nn.Sequential(("0", nn.Linear(3, 8)), ("1", nn.BatchNorm1d(8)), ("3", nn.Linear(8, 4))));
        other.Save(_folder.File("w"));
        using var learn = data.Learn();
        var before = SmallData.Bits(learn.Model);

        Tokens.AssertIn(Assert.Throws<WeightsFileException>(() => learn.Load(_folder.File("w"))).Message, "3.weight", "[4, 8]", "[2, 8]");

        Assert.Equal(before, SmallData.Bits(learn.Model));
    }

    [Fact, NoTensorLeaks]
    public void V05_weights_for_another_order_of_classes_are_refused()
    {
        using var dark = Vectors.Loaders(3, ["dark", "light"]);
        using var light = Vectors.Loaders(3, ["light", "dark"]);
        using var trained = new Learner<float[], Category>(dark, new VectorModel(3, 2));
        using var learn = new Learner<float[], Category>(light, new VectorModel(3, 2));
        trained.Save(_folder.File("w"));
        var before = SmallData.Bits(learn.Model);

        Tokens.AssertIn(Assert.Throws<WeightsFileException>(() => learn.Load(_folder.File("w"))).Message, "dark, light", "light, dark", "vocabulary");

        Assert.Equal(before, SmallData.Bits(learn.Model));
    }

    [Fact, NoTensorLeaks]
    public void V05_weights_that_say_nothing_of_classes_load_with_one_warning()
    {
        using var dls = Vectors.Loaders(3, ["dark", "light"]);
        using var learn = new Learner<float[], Category>(dls, new VectorModel(3, 2));
        ModelWeights.Save(learn.Model, _folder.File("w"));
        using var warnings = new WarningLog();

        learn.Load(_folder.File("w"));

        Tokens.AssertIn(Assert.Single(warnings.Messages), "dark, light", "w");
    }

    [Theory, NoTensorLeaks]
    [InlineData("")]
    [InlineData("some text")]
    public void V03_another_file_is_told_for_what_it_is(string content)
    {
        using var data = new SmallData();
        using var learn = data.Learn();
        File.WriteAllText(_folder.File("w"), content);

        Tokens.AssertIn(Assert.Throws<WeightsFileException>(() => learn.Load(_folder.File("w"))).Message, _folder.File("w"), content == "" ? "empty" : "text");
    }
}
