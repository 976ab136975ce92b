namespace FastAI;

/// <summary>Reads through a stream on a budget.</summary>
/// <param name="source">Disposed with this stream.</param>
internal sealed class MeteredStream(Stream source, UnpackBudget budget) : ReadOnlyStream
{
    // A path has a few thousand bytes; a reader of tar files takes as many into memory as a header says.
    private const long MaxHeaderBytes = 1 << 20;

    private long _headerBytes = long.MaxValue;

    /// <summary>Whether what is read now are headers, which have to be small.</summary>
    public bool InHeader { set => _headerBytes = value ? MaxHeaderBytes : long.MaxValue; }

    public override int Read(Span<byte> buffer)
    {
        var count = source.Read(buffer);
        budget.AddBytes(count);
        _headerBytes -= count;
        if (_headerBytes < 0) throw ArchiveException.Damaged($"an entry has a header of more than {ByteCount.Of(MaxHeaderBytes)}.");
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) source.Dispose();
        base.Dispose(disposing);
    }
}
