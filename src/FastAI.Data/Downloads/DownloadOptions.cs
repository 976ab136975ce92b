namespace FastAI;

/// <summary>How downloads are made and where they are kept.</summary>
public sealed record DownloadOptions
{
    /// <summary>Whether archive and data are fetched again although they are there. What was there stays until the new is complete.</summary>
    public bool Force { get; init; }

    /// <summary>The folder that the others are in; <see cref="FastAIPaths.Home"/>, unless set.</summary>
    public string? Base { get; init; }

    /// <summary>Where archives are kept; <c>archive</c> in <see cref="Base"/>, unless set.</summary>
    public string? ArchiveFolder { get; init; }

    /// <summary>Where data is unpacked; <c>data</c>, for a model <c>models</c>, in <see cref="Base"/>, unless set.</summary>
    public string? DataFolder { get; init; }

    /// <summary>How long opening a connection may take; 15 seconds. Does not apply to <see cref="Client"/>, which has a rule of its own.</summary>
    public TimeSpan ConnectTimeout { get; init => field = Positive(value, nameof(ConnectTimeout)); } = TimeSpan.FromSeconds(15);

    /// <summary>How long a server may be silent, before its answer and within it; 30 seconds. There is no limit to the whole.</summary>
    public TimeSpan NoProgressTimeout { get; init => field = Positive(value, nameof(NoProgressTimeout)); } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How often a failed transfer is tried again, in succession and without getting further; 4. Tried again is what may pass: lost and refused connections, silence,
    /// the answers 408, 429 and 500 to 599.
    /// </summary>
    public int Retries { get; init => field = Check.AtLeast(value, 0); } = 4;

    /// <summary>The wait before the first of them, which doubles each time, to 30 seconds at most; half a second. A server's <c>Retry-After</c> is honoured to a minute.</summary>
    public TimeSpan RetryDelay
    {
        get;
        init => field = value >= TimeSpan.Zero ? value : throw new ArgumentOutOfRangeException(nameof(RetryDelay), value, $"RetryDelay is {value}, and has to be at least 0.");
    } = TimeSpan.FromSeconds(0.5);

    /// <summary>The client that requests go through, for a proxy or credentials, say; the caller disposes it. One of the library's own, unless set.</summary>
    public HttpClient? Client { get; init; }

    /// <summary>What an archive may unpack to at most.</summary>
    public ExtractLimits Limits { get; init; } = new();

    private static TimeSpan Positive(TimeSpan value, string name)
        => value > TimeSpan.Zero && value.TotalMilliseconds <= int.MaxValue || value == Timeout.InfiniteTimeSpan
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"{name} is {value}, and has to be above 0 and below 24 days, or Timeout.InfiniteTimeSpan for no limit.");
}
