using TorchSharp;

namespace FastAI;

/// <summary>A stretch of code in which libtorch's own random numbers (initial weights, dropout) come from a seed; afterwards the generator goes on as if nothing had been drawn.</summary>
/// <remarks>fastai's <c>no_random</c>, for the CPU's generator. Those of GPUs are seeded too, and stay so.</remarks>
public sealed class TorchRandom : IDisposable
{
    private readonly torch.Tensor _before;

    private TorchRandom(long seed)
    {
        _before = torch.get_rng_state().DetachFromDisposeScope();
        Seed(seed);
    }

    /// <summary>Begins such a stretch, which ends when the returned object is disposed.</summary>
    public static TorchRandom Seeded(long seed) => new(seed);

    /// <summary>Seeds libtorch's generators for good.</summary>
    public static void Seed(long seed)
    {
        using var generator = torch.manual_seed(seed);
    }

    /// <summary>Sets the generator back to where it was.</summary>
    public void Dispose()
    {
        torch.set_rng_state(_before);
        _before.Dispose();
    }
}
