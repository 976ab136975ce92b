using TorchSharp;
using Xunit;

namespace FastAI.Tests.Torch;

public class LiveTensorsTests
{
    [Fact]
    public void A_tensor_counts_until_it_is_disposed()
    {
        var before = LiveTensors.Count;

        var tensor = torch.zeros(2);
        var during = LiveTensors.Count;
        tensor.Dispose();

        Assert.Equal(before + 1, during);
        Assert.Equal(before, LiveTensors.Count);
    }

    [Fact]
    public void A_scope_gives_all_of_its_tensors_back()
    {
        var before = LiveTensors.Count;

        using (torch.NewDisposeScope()) _ = torch.zeros(2).add(1).sum();

        Assert.Equal(before, LiveTensors.Count);
    }

    [Fact]
    public void A_parameter_counts_once()
    {
        var before = LiveTensors.Count;
        var totalBefore = torch.Tensor.TotalCount;

        using (var model = torch.nn.Linear(3, 2)) Assert.Equal(before + 2, LiveTensors.Count);

        Assert.Equal(before, LiveTensors.Count);
        // Why TorchSharp's own count is not used: should this fail, it has become usable.
        Assert.Equal(totalBefore + 2, torch.Tensor.TotalCount);
    }

    [Fact]
    public void A_tensor_may_be_disposed_on_another_thread_than_made_it()
    {
        var before = LiveTensors.Count;
        torch.Tensor? tensor = null;
        var worker = new Thread(() =>
        {
            LiveTensors.TrackThisThread();
            tensor = torch.zeros(2);
        });
        worker.Start();
        worker.Join();
        Assert.Equal(before + 1, LiveTensors.Count);

        tensor!.Dispose();

        Assert.Equal(before, LiveTensors.Count);
    }

    [Fact]
    public void Threads_that_have_ended_still_count()
    {
        var before = LiveTensors.Count;
        var tensors = new List<torch.Tensor>();
        for (var i = 0; i < 4; i++)
        {
            var worker = new Thread(() =>
            {
                LiveTensors.TrackThisThread();
                tensors.Add(torch.zeros(2));
            });
            worker.Start();
            worker.Join();
        }

        Assert.Equal(before + 4, LiveTensors.Count);
        Assert.Equal(before + 4, LiveTensors.Count);
        tensors.ForEach(tensor => tensor.Dispose());
        Assert.Equal(before, LiveTensors.Count);
    }

    [Fact, NoTensorLeaks]
    public async Task An_asynchronous_test_is_counted_too()
    {
        LiveTensors.TrackThisThread();
        using (torch.zeros(2)) { }
        await Task.Yield();
        LiveTensors.TrackThisThread();
        using (torch.zeros(2)) { }
    }

    [Fact]
    public void The_attribute_fails_a_test_that_leaves_a_tensor()
    {
        var attribute = new NoTensorLeaksAttribute();
        var method = GetType().GetMethod(nameof(The_attribute_fails_a_test_that_leaves_a_tensor))!;

        attribute.Before(method, null!);
        using var left = torch.zeros(2);

        Assert.Contains("leaves 1 ", Assert.Throws<TensorLeakException>(() => attribute.After(method, null!)).Message, StringComparison.Ordinal);
    }
}
