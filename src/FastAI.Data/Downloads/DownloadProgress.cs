namespace FastAI;

/// <summary>What a download is at.</summary>
public enum DownloadStage
{
    /// <summary>Another process or task has the same download under way; this one waits for it.</summary>
    Waiting,

    /// <summary>Bytes are coming in.</summary>
    Downloading,

    /// <summary>The archive is being unpacked.</summary>
    Unpacking,
}

/// <summary>How far a download is; reported some ten times a second.</summary>
/// <param name="Url">What is downloaded.</param>
/// <param name="Stage">What it is at.</param>
/// <param name="Bytes">Bytes of the archive that are here or, while unpacking, have been gone through.</param>
/// <param name="Total">Bytes of the archive; null where the server does not say.</param>
/// <param name="BytesPerSecond">Rate of the last seconds.</param>
public sealed record DownloadProgress(DataUrl Url, DownloadStage Stage, long Bytes, long? Total, double BytesPerSecond)
{
    /// <summary>Done share of this stage, from 0 to 1; null where the total is not known.</summary>
    public double? Fraction => Total is > 0 ? Math.Min(1, (double)Bytes / Total.Value) : null;

    /// <summary>One line: <c>Pets: 12.3 of 811.7 MB, 4.1 MB/s</c>.</summary>
    public override string ToString() => Stage switch
    {
        DownloadStage.Waiting => $"{Url.Name}: waiting for another process that downloads it",
        DownloadStage.Unpacking => FormattableString.Invariant($"{Url.Name}: unpacking, {100 * (Fraction ?? 0):0} %"),
        _ => $"{Url.Name}: {(Total is { } total ? ByteCount.Of(Bytes, total) : ByteCount.Of(Bytes))}, {ByteCount.Of((long)BytesPerSecond)}/s",
    };
}
