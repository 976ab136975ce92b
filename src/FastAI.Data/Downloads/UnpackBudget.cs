namespace FastAI;

/// <summary>Counts what comes out of an archive, and stops at the limits before it is written.</summary>
internal sealed class UnpackBudget
{
    private readonly string _limit;
    private readonly long _maxBytes, _maxEntries;
    private long _bytes, _entries;

    public UnpackBudget(long archiveBytes, ExtractLimits limits)
    {
        var byRatio = (long)Math.Min(long.MaxValue / 2, Math.Max(ExtractLimits.RatioFrom, archiveBytes * limits.MaxRatio));
        _maxBytes = Math.Min(limits.MaxBytes, byRatio);
        _maxEntries = limits.MaxEntries;
        _limit = limits.MaxBytes <= byRatio
            ? $"{nameof(ExtractLimits)}.{nameof(ExtractLimits.MaxBytes)}"
            : FormattableString.Invariant($"{nameof(ExtractLimits)}.{nameof(ExtractLimits.MaxRatio)}, {limits.MaxRatio} times the archive's {ByteCount.Of(archiveBytes)}");
    }

    public void AddEntry()
    {
        if (++_entries > _maxEntries)
            throw TooLarge($"more than {_maxEntries} entries ({nameof(ExtractLimits)}.{nameof(ExtractLimits.MaxEntries)})");
    }

    public void AddBytes(long count)
    {
        Expect(count);
        _bytes += count;
    }

    /// <summary>Refuses what is announced to be too much.</summary>
    public void Expect(long count)
    {
        if (count > _maxBytes - _bytes) throw TooLarge($"more than {ByteCount.Of(_maxBytes)} ({_limit})");
    }

    private static ArchiveException TooLarge(string what)
        => new(ArchiveProblem.TooLarge, $"Nothing was unpacked: the archive unpacks to {what}. If it is one that you trust, raise the limit.");
}
