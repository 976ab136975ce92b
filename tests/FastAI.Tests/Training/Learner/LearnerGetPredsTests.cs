using Xunit;
using static TorchSharp.torch;

namespace FastAI.Tests.Training;

public class LearnerGetPredsTests
{
    [Fact, NoTensorLeaks]
    public void Predictions_come_in_the_order_of_the_samples_whatever_the_loaders()
    {
        using var data = new SmallData(shuffle: true);
        using var inOrder = new SmallData();
        using var learn = data.Learn();

        var (shuffled, shuffledTargets) = learn.GetPreds(data.Loaders.Train);
        var (plain, plainTargets) = learn.GetPreds(inOrder.Loaders.Train);

        Assert.Equal(SmallData.Bits(plainTargets!), SmallData.Bits(shuffledTargets!));
        Assert.True(Difference(plain, shuffled) < 1e-6f);
        foreach (var tensor in (Tensor[])[shuffled, shuffledTargets!, plain, plainTargets!]) tensor.Dispose();
    }

    private static float Difference(Tensor one, Tensor other)
    {
        using var scope = NewDisposeScope();
        return (one - other).abs().max().item<float>();
    }

    [Fact, NoTensorLeaks]
    public void Batches_that_a_callback_cancels_are_left_out()
    {
        using var data = new SmallData();
        using var learn = data.Learn(cbs: new EveryHook((happening, learn) =>
        {
            if (happening == LearnerEvent.BeforeBatch && learn.Iteration == 0) learn.CancelBatch("not this one");
        }));

        var (predictions, targets) = learn.GetPreds();

        using (predictions)
        using (targets) Assert.Equal(4, predictions.shape[0]);
    }

    [Fact]
    public void Without_a_validation_set_there_is_a_message()
    {
        using var data = new SmallData(valid: 0);
        using var learn = data.Learn();

        Assert.Contains("validation", Assert.Throws<InvalidOperationException>(() => learn.GetPreds()).Message, StringComparison.Ordinal);
        Assert.Contains("validation", Assert.Throws<InvalidOperationException>(() => learn.Validate()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_targets_are_copies()
    {
        using var data = new SmallData(valid: 4, batchSize: 4);
        using var learn = data.Learn();
        var (predictions, targets) = learn.GetPreds();
        using var batch = data.Loaders.Valid!.OneBatch();
        var before = SmallData.Bits(batch.Targets[0].Data);

        using (predictions)
        using (targets) targets!.fill_(7);

        using var after = data.Loaders.Valid!.OneBatch();
        Assert.Equal(before, SmallData.Bits(after.Targets[0].Data));
    }
}
