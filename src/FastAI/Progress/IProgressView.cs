namespace FastAI;

/// <summary>Where progress is written: a live terminal or plain lines.</summary>
internal interface IProgressView
{
    /// <summary>Least time between two calls of <see cref="Show"/>.</summary>
    TimeSpan Interval { get; }

    /// <summary>Whether a part is shown already when it begins.</summary>
    bool ShowsParts { get; }

    /// <summary>Writes a line that stays; from any thread.</summary>
    void Print(string line, LineKind kind);

    /// <summary>Tells how far the running part is.</summary>
    void Show(RunningPart part);

    /// <summary>Takes away what is not to stay.</summary>
    void Close();
}

/// <summary>What a line is about.</summary>
internal enum LineKind
{
    Header, Row, Incomplete, Warning, Error,
}
