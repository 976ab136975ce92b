namespace FastAI;

/// <summary>Data is not as it has to be. The message says which item, what was found, what was expected, and what to do.</summary>
public sealed class DataException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The item, a path where there is one; null where no single item is at fault.</summary>
    public string? Item { get; init; }

    /// <summary>The item's position in its list; null where no single item is at fault.</summary>
    public int? Index { get; init; }

    /// <summary>The step that found it: a block, a transform, the batch.</summary>
    public string? Stage { get; init; }

    /// <summary>Wraps what a step threw, once, where the item is known.</summary>
    internal static DataException At(string stage, string item, int index, Split? split, Exception inner)
    {
        if (inner is DataException { Item: not null } known) return known;

        var set = split switch { Split.Train => " of the training set", Split.Valid => " of the validation set", _ => "" };
        return new($"{stage} failed for item {index}{set}, {item}: {(inner is DataException ? "" : $"{inner.GetType().Name}: ")}{inner.Message}", inner)
        { Item = item, Index = index, Stage = stage };
    }
}
