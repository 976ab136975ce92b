using TorchSharp;

namespace FastAI;

/// <summary>One tensor of a weights file, as its header describes it; nothing of its content has been read.</summary>
/// <param name="Name">Its name in the file, e.g. <c>body.0.weight</c>.</param>
/// <param name="Type">Type of its elements.</param>
/// <param name="Shape">Its size along each dimension; empty for a scalar.</param>
/// <param name="Offset">Where its bytes begin, from the start of the file.</param>
/// <param name="Length">Number of its bytes.</param>
public sealed record WeightsEntry(string Name, torch.ScalarType Type, IReadOnlyList<long> Shape, long Offset, long Length)
{
    /// <summary>E.g. <c>body.0.weight [16, 4] Float32</c>.</summary>
    public override string ToString() => $"{Name} [{string.Join(", ", Shape)}] {Type}";
}
