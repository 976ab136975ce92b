namespace FastAI;

/// <summary>What became of the entries of a weights file and of a model's parameters and buffers when one was loaded into the other.</summary>
public sealed record LoadReport
{
    /// <summary>Names, in the model, of what the file gave a value to, in the model's order. One half of a tied pair counts when the other was loaded.</summary>
    public required IReadOnlyList<string> Matched { get; init; }

    /// <summary>Names, in the model, of what the file has nothing for; these kept their values.</summary>
    public required IReadOnlyList<string> Missing { get; init; }

    /// <summary>Names, in the file, of what the model has no place for; these were not read.</summary>
    public required IReadOnlyList<string> Unexpected { get; init; }

    /// <summary>Of those that matched, the ones that the file has in another floating-point type, as <c>name (Float16 → Float32)</c>.</summary>
    public required IReadOnlyList<string> Converted { get; init; }

    /// <summary>E.g. <c>60 matched, 2 missing (head.weight, head.bias), 0 unexpected</c>.</summary>
    public override string ToString()
        => $"{Matched.Count} matched, {Missing.Count} missing{Some(Missing)}, {Unexpected.Count} unexpected{Some(Unexpected)}";

    private static string Some(IReadOnlyList<string> names)
        => names.Count == 0 ? "" : $" ({string.Join(", ", names.Take(4))}{(names.Count > 4 ? ", …" : "")})";
}
