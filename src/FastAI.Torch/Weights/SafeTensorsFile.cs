using Microsoft.Win32.SafeHandles;
using TorchSharp;

namespace FastAI;

/// <summary>An open safetensors file: its metadata and the list of its tensors, each of which is read when asked for.</summary>
/// <remarks>Several threads may read at once. The file stays open until this object is disposed.</remarks>
public sealed class SafeTensorsFile : IWeightsFile
{
    private const int ChunkBytes = 1 << 26;

    private readonly SafeFileHandle _file;
    private readonly Dictionary<string, WeightsEntry> _byName;

    internal SafeTensorsFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);

        var kind = FileKind.Detect(path);
        if (kind != FileKind.Weights && kind != FileKind.Learner && kind != FileKind.Unknown)
            throw new WeightsFileException(path, $"{path} is {kind.Description}. Expected a file of weights (safetensors). Fix: {kind.Advice}");

        Path = path;
        _file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, FileOptions.RandomAccess);
        try
        {
            (Metadata, Entries) = SafeTensorsHeader.Read(path, _file);
            _byName = Entries.ToDictionary(entry => entry.Name, StringComparer.Ordinal);
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public string Path { get; }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <inheritdoc/>
    public IReadOnlyList<WeightsEntry> Entries { get; }

    /// <inheritdoc/>
    /// <remarks>The bytes go from the file straight into the tensor's memory. The file is not mapped: one that is cut off while it is
    /// open gives an exception, and not a signal that ends the process.</remarks>
    public torch.Tensor Read(string name)
    {
        if (!_byName.TryGetValue(name, out var entry))
            throw new KeyNotFoundException($"{Path} has no tensor named {name}. It has {Entries.Count}: {string.Join(", ", Entries.Take(5).Select(e => e.Name))}{(Entries.Count > 5 ? ", …" : "")}.");

        var tensor = torch.empty([.. entry.Shape], entry.Type, torch.CPU);
        try
        {
            Fill(tensor, entry);
            return tensor;
        }
        catch
        {
            tensor.Dispose();
            throw;
        }
    }

    /// <summary>Reads every tensor, in the order of the file; the caller disposes them.</summary>
    /// <exception cref="WeightsFileException">The content cannot be read; what had been read is disposed.</exception>
    public IReadOnlyDictionary<string, torch.Tensor> ReadAll()
    {
        var tensors = new OrderedDictionary<string, torch.Tensor>(StringComparer.Ordinal);
        try
        {
            foreach (var entry in Entries) tensors.Add(entry.Name, Read(entry.Name));
            return tensors;
        }
        catch
        {
            foreach (var tensor in tensors.Values) tensor.Dispose();
            throw;
        }
    }

    /// <summary>Closes the file. The tensors that were read stay.</summary>
    public void Dispose() => _file.Dispose();

    // A span holds 2 GB at most, a tensor more.
    private void Fill(torch.Tensor tensor, WeightsEntry entry)
    {
        using var flat = tensor.view(-1);
        var step = ChunkBytes / tensor.ElementSize;
        for (var start = 0L; start < flat.NumberOfElements; start += step)
        {
            using var chunk = flat.narrow(0, start, Math.Min(step, flat.NumberOfElements - start));
            ReadExactly(chunk.bytes, entry, entry.Offset + start * tensor.ElementSize);
        }
    }

    private void ReadExactly(Span<byte> bytes, WeightsEntry entry, long offset)
    {
        while (bytes.Length > 0)
        {
            int count;
            try
            {
                count = RandomAccess.Read(_file, bytes, offset);
            }
            catch (IOException failure)
            {
                throw new WeightsFileException(Path, $"{Path} cannot be read at byte {offset}, in tensor {entry}: {failure.Message}", failure);
            }

            if (count == 0)
                throw new WeightsFileException(Path, $"{Path} ends at byte {offset}, within tensor {entry}, and was longer when it was opened. " +
                    "Fix: save to a new file, or by AtomicFile, instead of over one that is being read.");

            bytes = bytes[count..];
            offset += count;
        }
    }
}
