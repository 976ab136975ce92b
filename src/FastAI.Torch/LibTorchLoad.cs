namespace FastAI;

/// <summary>The outcome of looking for libtorch and loading it.</summary>
public sealed record LibTorchLoad
{
    /// <summary>Runtime identifier of the process, e.g. <c>linux-x64</c>.</summary>
    public required string Platform { get; init; }

    /// <summary>The libtorch version that TorchSharp needs.</summary>
    public required string NeededVersion { get; init; }

    /// <summary>The libtorch packages that the program references, as <c>id version</c>.</summary>
    public IReadOnlyList<string> Packages { get; init; } = [];

    /// <summary>Full path of the libtorch library that was loaded; null where none was found.</summary>
    public string? LibTorchPath { get; init; }

    /// <summary>Full path of TorchSharp's native library that was loaded: its own, or the mended copy.</summary>
    public string? ShimPath { get; init; }

    /// <summary>Versions of the system's C++ library that TorchSharp's native library asked for and the mended copy does without.</summary>
    public IReadOnlyList<string> RelaxedVersions { get; init; } = [];

    /// <summary>Why libtorch could not be loaded; null where it was.</summary>
    public LibTorchException? Failure { get; init; }

    internal nint ShimHandle { get; init; }
}
