namespace FastAI.Vision;

/// <summary>
/// A file or a block of bytes cannot be read as an image: missing, empty, cut off, too large, or something else than its name says. The message says
/// what was found and what to do.
/// </summary>
public sealed class ImageException : Exception
{
    internal ImageException(string? path, string problem, Exception? inner = null)
        : base($"Cannot read image {path ?? "(bytes in memory)"}: {problem}", inner) => Path = path;

    /// <summary>The file, or the name that was given with the bytes; null when there is none.</summary>
    public string? Path { get; }
}
