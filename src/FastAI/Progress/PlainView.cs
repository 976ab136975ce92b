namespace FastAI;

/// <summary>Writes lines without any codes, for files and pipes.</summary>
internal sealed class PlainView(TextWriter writer, TimeSpan interval) : IProgressView
{
    private readonly Lock _gate = new();

    public TimeSpan Interval => interval;

    public bool ShowsParts => false;

    public void Print(string line, LineKind kind)
    {
        lock (_gate)
        {
            writer.WriteLine(line);
            writer.Flush();
        }
    }

    // A validation by itself writes nothing into a log.
    public void Show(RunningPart part)
    {
        if (part.Epoch is not null) Print(part.Sentence, LineKind.Row);
    }

    public void Close()
    {
    }
}
