namespace FastAI;

/// <summary>What is wrong with an archive.</summary>
public enum ArchiveProblem
{
    /// <summary>It is none of the kinds that are read, or not that which its name says.</summary>
    UnknownKind,

    /// <summary>It is cut off, or its bytes are not those that were packed.</summary>
    Damaged,

    /// <summary>An entry would write outside the folder, or is no file, folder or link to a file.</summary>
    Unsafe,

    /// <summary>It unpacks to more than <see cref="ExtractLimits"/> allow.</summary>
    TooLarge,
}

/// <summary>An archive cannot or must not be unpacked. The message names the entry at fault.</summary>
public sealed class ArchiveException : Exception
{
    internal ArchiveException(ArchiveProblem problem, string message, Exception? inner = null) : base(message, inner) => Problem = problem;

    /// <summary>What is wrong.</summary>
    public ArchiveProblem Problem { get; }

    internal static ArchiveException Damaged(string what, Exception? inner = null) => new(ArchiveProblem.Damaged, $"The archive is damaged or cut off: {what}", inner);
}
