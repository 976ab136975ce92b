namespace FastAI;

/// <summary>A weights file that cannot be read, is not what it should be, or does not fit the model. The message names the file, what was
/// found, what was expected, and the fix.</summary>
public sealed class WeightsFileException(string path, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The file, as it was given.</summary>
    public string Path { get; } = path;
}
