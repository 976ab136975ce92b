namespace FastAI;

/// <summary>All samples in their order; what validation does.</summary>
public sealed class SequentialSampler : Sampler
{
    /// <inheritdoc />
    public override int[] Order(in SamplerPass pass) => pass.Positions();
}
