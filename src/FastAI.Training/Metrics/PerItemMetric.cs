using TorchSharp;

namespace FastAI;

/// <summary>One value for each item, averaged over all items of a pass.</summary>
internal sealed class PerItemMetric<TTarget>(string name, Better better, Func<Tensors, Tensors, torch.Tensor> perItem) : Metric<TTarget>
{
    public override string Name { get; } = string.IsNullOrWhiteSpace(name) ? throw new ArgumentException("A metric needs a name.", nameof(name)) : name;

    public override Better Better => better;

    public override MetricState Start() => new State(Name, perItem);

    private sealed class State(string name, Func<Tensors, Tensors, torch.Tensor> perItem) : MetricState
    {
        // The sum stays on the device until it is asked for, so that a GPU is not waited for in every batch.
        private torch.Tensor? _sum;
        private long _items;

        public override double? Value => _items == 0 ? null : _sum!.ToDouble() / _items;

        public override void Accumulate(Tensors prediction, Tensors target)
        {
            using var scope = torch.NewDisposeScope();
            var values = perItem(prediction, target);
            var items = target[0].shape[0];
            if (values.dim() != 1 || values.shape[0] != items)
                throw new InvalidOperationException(
                    $"The metric {name} gave [{string.Join(", ", values.shape)}] for {items} items: expected one value per item, [{items}]. " +
                    "Leave the averaging to the metric.");

            // Apple's GPUs have no float64; there a hit or an error is summed in float32, exact up to 16 million items.
            var sum = values.to(values.device_type == DeviceType.MPS ? torch.ScalarType.Float32 : torch.ScalarType.Float64).sum();
            if (_sum is not null) sum += _sum;
            _sum?.Dispose();
            _sum = sum.DetachFromDisposeScope();
            _items += items;
        }

        public override void Dispose()
        {
            _sum?.Dispose();
            base.Dispose();
        }
    }
}
