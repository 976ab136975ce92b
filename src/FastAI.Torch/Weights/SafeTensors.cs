using System.Buffers.Binary;
using TorchSharp;

namespace FastAI;

/// <summary>Reads and writes files of named tensors in the safetensors format, which holds data only and can be read by Python as well.</summary>
/// <remarks>
/// <para>A file is the length of its header (8 bytes, little-endian), the header (JSON: name → type, shape and place of each tensor, and
/// strings under <c>__metadata__</c>), and the tensors' bytes, without gaps. See https://huggingface.co/docs/safetensors.</para>
/// <para>The bytes of a file depend on nothing but what is saved: the same tensors, in the same order, give the same file.</para>
/// </remarks>
public static class SafeTensors
{
    private const int ChunkBytes = 1 << 26;

    /// <summary>Saves <paramref name="tensors"/> under their names, whole or not at all. They may be of any device and stride.</summary>
    /// <param name="path">The file to write; its folder must exist. A file that is there is replaced once the new one is complete.</param>
    /// <param name="tensors">Names and tensors, in the order in which the file lists them.</param>
    /// <param name="metadata">Strings to keep with them, in this order.</param>
    /// <exception cref="ArgumentException">A name occurs twice or is reserved, or a tensor's element type is not one of the format's.</exception>
    /// <exception cref="IOException">The disk is full, the folder is missing, or the file cannot be replaced.</exception>
    public static void Save(
        string path, IEnumerable<KeyValuePair<string, torch.Tensor>> tensors, IEnumerable<KeyValuePair<string, string>>? metadata = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(tensors);

        var list = tensors.ToList();
        var (header, order) = SafeTensorsHeader.Write(
            [.. list.Select(pair => new WeightsEntry(pair.Key, pair.Value.dtype, pair.Value.shape, 0, 0))],
            [.. metadata ?? []]);

        AtomicFile.Write(path, stream =>
        {
            Span<byte> length = stackalloc byte[SafeTensorsHeader.LengthBytes];
            BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
            stream.Write(length);
            stream.Write(header);
            foreach (var index in order) WriteContent(stream, list[index].Value);
        });
    }

    /// <inheritdoc cref="Save(string, IEnumerable{KeyValuePair{string, torch.Tensor}}, IEnumerable{KeyValuePair{string, string}}?)"/>
    public static void Save(
        string path, IEnumerable<(string Name, torch.Tensor Tensor)> tensors, IEnumerable<KeyValuePair<string, string>>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        Save(path, tensors.Select(pair => KeyValuePair.Create(pair.Name, pair.Tensor)), metadata);
    }

    /// <summary>Opens a file and reads its header, which is checked in full; the tensors are read one by one when asked for.</summary>
    /// <exception cref="WeightsFileException">The file is of another kind, damaged, cut off, or holds a type of element that TorchSharp has not.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static SafeTensorsFile Open(string path) => new(path);

    private static void WriteContent(Stream stream, torch.Tensor tensor)
    {
        using var scope = torch.NewDisposeScope();
        using var noGradient = torch.no_grad();

        var flat = tensor.detach().cpu().contiguous().view(-1);
        var step = ChunkBytes / flat.ElementSize;
        for (var start = 0L; start < flat.NumberOfElements; start += step)
        {
            using var chunk = flat.narrow(0, start, Math.Min(step, flat.NumberOfElements - start));
            stream.Write(chunk.bytes);
        }
    }
}
