using TorchSharp;

namespace FastAI;

/// <summary>An open file of named tensors, whatever its format.</summary>
public interface IWeightsFile : IDisposable
{
    /// <summary>The file, as it was given.</summary>
    string Path { get; }

    /// <summary>What the file says about itself, in the order of the file; <see cref="WeightsMetadata"/> has the keys that this library writes.</summary>
    IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The tensors in the order of the file, known without reading them.</summary>
    IReadOnlyList<WeightsEntry> Entries { get; }

    /// <summary>Reads one tensor into the CPU's memory; the caller disposes it.</summary>
    /// <exception cref="KeyNotFoundException">The file has no tensor of that name.</exception>
    /// <exception cref="WeightsFileException">The content cannot be read.</exception>
    torch.Tensor Read(string name);
}
