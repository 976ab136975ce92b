namespace FastAI;

/// <summary>A data set or model could not be had. The message says what happened, what was expected, and what to do, also without a network.</summary>
/// <remarks>The cause, where there is one, is the inner exception: an <see cref="ArchiveException"/> where the archive is at fault.</remarks>
public sealed class DownloadException : Exception
{
    internal DownloadException(DataUrl url, string file, string message, Exception? inner = null) : base(message, inner) => (Url, File) = (url, file);

    /// <summary>What was to be downloaded.</summary>
    public DataUrl Url { get; }

    /// <summary>Full path of the archive, whether or not it is there: a file put there by hand is used in place of a download.</summary>
    public string File { get; }
}
