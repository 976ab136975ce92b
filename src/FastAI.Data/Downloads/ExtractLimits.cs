namespace FastAI;

/// <summary>What an archive may unpack to at most; a small file can otherwise fill a disk.</summary>
public sealed record ExtractLimits
{
    /// <summary>Below this there is no ratio: small text and empty images compress to almost nothing.</summary>
    internal const long RatioFrom = 64L << 20;

    /// <summary>Bytes of all files together; 1 TB. It is the limit of the download itself, too.</summary>
    public long MaxBytes { get; init => field = AtLeastOne(value, nameof(MaxBytes)); } = 1_000_000_000_000;

    /// <summary>Bytes unpacked for each byte of the archive, counted from 64 MiB on; 200.</summary>
    public double MaxRatio { get; init => field = Check.Positive(value); } = 200;

    /// <summary>Files, folders and links; 20 million.</summary>
    public long MaxEntries { get; init => field = AtLeastOne(value, nameof(MaxEntries)); } = 20_000_000;

    private static long AtLeastOne(long value, string name)
        => value >= 1 ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} is {value}, and has to be at least 1.");
}
