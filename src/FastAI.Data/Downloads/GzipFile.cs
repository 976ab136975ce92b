using System.Buffers.Binary;
using System.IO.Compression;

namespace FastAI;

/// <summary>Reads a gzip file, of one member or several, and checks length and checksum of each (RFC 1952).</summary>
/// <remarks>
/// <see cref="GZipStream"/> takes the end of a file that was cut off for the end of the data. Here a member has ended only where the eight bytes follow that
/// its data ask for. The inflater reads ahead, so they are looked for in the last block that it took.
/// </remarks>
internal sealed class GzipFile : ReadOnlyStream
{
    private const int TrailerBytes = 8;

    private readonly FileStream _file;
    private readonly BlockSource _source;
    private readonly Crc32 _crc = new();
    private DeflateStream? _member;
    private long _length;
    private bool _ended;

    /// <param name="file">Positioned at a gzip header; the caller disposes it.</param>
    public GzipFile(FileStream file)
    {
        _file = file;
        _source = new(file);
    }

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty) return 0;
        while (!_ended)
        {
            if (_member is null)
            {
                ReadHeader();
                _member = new DeflateStream(_source, CompressionMode.Decompress, leaveOpen: true);
                _crc.Reset();
                _length = 0;
            }

            var count = Inflate(buffer);
            if (count > 0)
            {
                _crc.Append(buffer[..count]);
                _length += count;
                return count;
            }

            _member.Dispose();
            _member = null;
            FindTrailer();
            _ended = !AnotherMemberFollows();
        }

        return 0;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _member?.Dispose();
        base.Dispose(disposing);
    }

    private int Inflate(Span<byte> buffer)
    {
        try
        {
            return _member!.Read(buffer);
        }
        catch (InvalidDataException e)
        {
            throw ArchiveException.Damaged($"bytes near {_source.BlockStart} of {_file.Length} are no compressed data.", e);
        }
    }

    private void ReadHeader()
    {
        Span<byte> header = stackalloc byte[10];
        if (_file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length || header is not [0x1F, 0x8B, 8, ..]) throw Truncated();

        var flags = header[3];
        if ((flags & 4) != 0) Skip(NextByte() | NextByte() << 8);   // extra field
        if ((flags & 8) != 0) while (NextByte() != 0) { }           // name
        if ((flags & 16) != 0) while (NextByte() != 0) { }          // comment
        if ((flags & 2) != 0) Skip(2);                              // checksum of the header
    }

    private void FindTrailer()
    {
        Span<byte> trailer = stackalloc byte[TrailerBytes];
        BinaryPrimitives.WriteUInt32LittleEndian(trailer, _crc.Value);
        BinaryPrimitives.WriteUInt32LittleEndian(trailer[4..], (uint)_length);

        var block = new byte[_source.BlockEnd - _source.BlockStart + TrailerBytes];
        _file.Position = _source.BlockStart;
        var there = _file.ReadAtLeast(block, block.Length, throwOnEndOfStream: false);
        var found = TrailerIn(block.AsSpan(0, there), trailer);
        if (found < 0)
            throw ArchiveException.Damaged($"after {_length} unpacked bytes neither more data nor their checksum follows; the file has {_file.Length} bytes.");

        _file.Position = _source.BlockStart + found + TrailerBytes;
    }

    // The bytes may stand there more than once (an empty member's are all zeros): the right place is the one behind which the file ends or goes on as a member.
    private int TrailerIn(ReadOnlySpan<byte> block, ReadOnlySpan<byte> trailer)
    {
        var first = block.IndexOf(trailer);
        for (var found = first; found >= 0;)
        {
            _file.Position = _source.BlockStart + found + TrailerBytes;
            if (_file.Position == _file.Length || AnotherMemberFollows()) return found;

            var next = block[(found + 1)..].IndexOf(trailer);
            if (next < 0) break;
            found += 1 + next;
        }

        return first;
    }

    // What follows and is no member, the zeros of a tape, say, belongs to no one.
    private bool AnotherMemberFollows()
    {
        var start = _file.Position;
        var follows = _file.ReadByte() == 0x1F && _file.ReadByte() == 0x8B;
        _file.Position = start;
        return follows;
    }

    private int NextByte() => _file.ReadByte() is >= 0 and var value ? value : throw Truncated();

    private void Skip(int count)
    {
        for (; count > 0; count--) NextByte();
    }

    private ArchiveException Truncated() => ArchiveException.Damaged($"no gzip header at {_file.Position} of {_file.Length} bytes.");

    /// <summary>Hands a file on, and remembers where the last block lies.</summary>
    private sealed class BlockSource(FileStream file) : ReadOnlyStream
    {
        public long BlockStart { get; private set; }

        public long BlockEnd { get; private set; }

        public override int Read(Span<byte> buffer)
        {
            var start = file.Position;
            var count = file.Read(buffer);
            if (count > 0) (BlockStart, BlockEnd) = (start, start + count);
            return count;
        }
    }
}
