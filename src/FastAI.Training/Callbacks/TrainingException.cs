namespace FastAI;

/// <summary>Something threw while a learner was at work. The message says what and where; the cause is the inner exception.</summary>
public sealed class TrainingException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The epoch, from 0; null outside a fit.</summary>
    public int? Epoch { get; init; }

    /// <summary>The batch in its epoch, from 0; null outside a batch.</summary>
    public int? Batch { get; init; }
}
