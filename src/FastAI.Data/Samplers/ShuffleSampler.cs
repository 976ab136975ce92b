namespace FastAI;

/// <summary>All samples, each once, in another order every epoch; what training does.</summary>
public sealed class ShuffleSampler : Sampler
{
    /// <inheritdoc />
    public override int[] Order(in SamplerPass pass)
    {
        var order = pass.Positions();
        pass.Random().Shuffle(order);
        return order;
    }
}
