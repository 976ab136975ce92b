using Xunit;
using static TorchSharp.torch;

namespace FastAI.Tests.Training;

public class LossTests
{
    public static TheoryData<string> Cases => ParityTraining.Of("loss", "loss.value");

    [Theory, MemberData(nameof(Cases)), NoTensorLeaks]
    public void Values_and_gradients_agree(string id)
    {
        var test = ParityCases.Get("loss", id);
        using var scope = NewDisposeScope();
        var prediction = test.InTensor("pred").ToTensor().requires_grad_();
        var target = test.InTensor("targ").ToTensor();
        Loss loss = test.Text("name") == "MSELossFlat" ? new MSELossFlat() : new CrossEntropyLossFlat();

        if (test.HasOut("raises"))
        {
            Assert.ThrowsAny<Exception>(() => loss.Forward(prediction, target));
            return;
        }

        var value = loss.Forward(prediction, target);
        value.backward();
        var activated = loss.Activation(prediction.detach());
        test.AssertOut("loss", value.item<float>());
        test.AssertOut("grad", prediction.grad);
        test.AssertOut("activation", activated.Single);
        test.AssertOut("decodes", loss.Decode(activated).Single);
    }

    [Theory, NoTensorLeaks]
    [InlineData("CrossEntropyLossFlat")]
    [InlineData("MSELossFlat")]
    public void The_losses_of_the_samples_average_to_that_of_the_batch(string name)
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        var prediction = randn(5, 3);
        Loss loss = name == "MSELossFlat" ? new MSELossFlat() : new CrossEntropyLossFlat();
        var target = name == "MSELossFlat" ? randn(5, 3) : tensor(new long[] { 0, 1, 2, 1, 0 });

        var each = loss.PerSample(prediction, target);

        Assert.Equal([5L], each.shape);
        Assert.Equal(loss.Forward(prediction, target).item<float>(), each.mean().item<float>(), 5);
    }

    [Fact, NoTensorLeaks]
    public void A_column_of_predictions_is_compared_row_by_row()
    {
        using var scope = NewDisposeScope();
        Tensor column = arange(8, dtype: ScalarType.Float32).reshape(8, 1), targets = arange(8, dtype: ScalarType.Float32).add(0.5);

        Assert.Equal(0.25f, new MSELossFlat().Forward(column, targets).item<float>());
    }

    [Fact, NoTensorLeaks]
    public void Shapes_that_would_broadcast_are_refused()
    {
        using var scope = NewDisposeScope();

        var message = Assert.Throws<ArgumentException>(() => new MSELossFlat().Forward(zeros(8, 2), zeros(8))).Message;

        Assert.All((string[])["[8, 2]", "[8]", "MSELossFlat", "squeeze"], token => Assert.Contains(token, message, StringComparison.Ordinal));
    }
}
