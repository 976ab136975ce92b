namespace FastAI;

/// <summary>Where a fit stands.</summary>
internal sealed class FitState(int epochs)
{
    public int Epochs { get; } = epochs;
    public int Epoch { get; set; }
    public double Position { get; set; }
    public long StartedAt { get; set; }

    /// <summary>How many losses the record held when the epoch began.</summary>
    public int BatchesBefore { get; set; }

    public double? ValidLoss { get; set; }
    public double?[]? MetricValues { get; set; }
}
