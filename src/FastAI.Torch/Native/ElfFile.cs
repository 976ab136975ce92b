using System.Buffers.Binary;
using System.Text;

namespace FastAI;

/// <summary>Reads and relaxes the symbol-version requirements of a 64-bit little-endian ELF shared library, held in memory.</summary>
/// <remarks>
/// Layout after the System V ABI and the Linux Standard Base (symbol versioning). Only what <see cref="Relax"/> needs is read.
/// </remarks>
internal sealed class ElfFile
{
    private const int ProgramDynamic = 2, ProgramLoad = 1;
    private const long TagStringTable = 5, TagSymbolTable = 6, TagFini = 13;
    private const long TagVersionSymbols = 0x6ffffff0, TagVersionNeeds = 0x6ffffffe, TagVersionNeedCount = 0x6fffffff;
    private const ushort WeakRequirement = 2;
    private const byte LocalFunction = 2;          // binding STB_LOCAL, type STT_FUNC
    private const byte HiddenVisibility = 2;
    private const int SymbolSize = 24;

    private readonly byte[] _bytes;
    private readonly Dictionary<long, long> _dynamic = [];

    /// <exception cref="InvalidDataException">The bytes are not a 64-bit little-endian shared library with symbol versions.</exception>
    public ElfFile(byte[] bytes)
    {
        _bytes = bytes;
        if (bytes.Length < 64 || !bytes.AsSpan(0, 6).SequenceEqual("\u007fELF\u0002\u0001"u8))
            throw new InvalidDataException("Not a 64-bit little-endian ELF file.");

        foreach (var (type, offset, _, size) in Segments())
        {
            if (type != ProgramDynamic) continue;
            for (var at = offset; at - offset <= size - 16 && Int64(at) != 0; at += 16)
                _dynamic[Int64(at)] = Int64(at + 8);
        }

        long[] needed = [TagStringTable, TagSymbolTable, TagFini, TagVersionSymbols, TagVersionNeeds, TagVersionNeedCount];
        if (needed.Any(tag => !_dynamic.ContainsKey(tag)))
            throw new InvalidDataException("The ELF file has no dynamic symbol versions.");
    }

    /// <summary>The names of the undefined symbols that this library wants in version <paramref name="version"/>.</summary>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public IReadOnlyList<string> SymbolsOf(string version)
        => [.. SymbolIndices(version).Select(index => Text(Int32(SymbolAt(index))))];

    /// <summary>
    /// Lets the library load where <paramref name="version"/> does not exist: the requirement becomes a weak one, and the symbols that asked
    /// for it are bound to the library's own finaliser stub, an empty function. Right only for functions that may do nothing.
    /// </summary>
    /// <exception cref="InvalidDataException">The file is damaged; its bytes may have been changed in part.</exception>
    public void Relax(string version)
    {
        foreach (var requirement in Requirements(version))
            Write(requirement + 4, WeakRequirement);

        foreach (var index in SymbolIndices(version))
        {
            // A hidden local symbol is bound to its own value without a look-up, eagerly and lazily alike (glibc: dl_symbol_visibility_binds_local_p).
            var symbol = SymbolAt(index);
            Span(symbol + 4, 1)[0] = LocalFunction;
            Span(symbol + 5, 1)[0] = HiddenVisibility;
            Write(symbol + 6, 1);
            BinaryPrimitives.WriteInt64LittleEndian(Span(symbol + 8, 8), _dynamic[TagFini]);
            Write(Offset(_dynamic[TagVersionSymbols]) + 2L * index, 0);
        }
    }

    private IEnumerable<long> Requirements(string version)
    {
        var need = Offset(_dynamic[TagVersionNeeds]);
        for (var n = 0L; n < _dynamic[TagVersionNeedCount]; n++)
        {
            var requirement = need + Int32(need + 8);
            for (var count = UInt16(need + 2); count > 0; count--)
            {
                if (Text(Int32(requirement + 8)) == version) yield return requirement;
                if (Int32(requirement + 12) <= 0) break;
                requirement += Int32(requirement + 12);
            }

            if (Int32(need + 12) <= 0) break;       // the last one says 0, whatever the count says
            need += Int32(need + 12);
        }
    }

    private IEnumerable<int> SymbolIndices(string version)
    {
        var wanted = Requirements(version).Select(requirement => UInt16(requirement + 6)).ToHashSet();
        if (wanted.Count == 0) yield break;

        // The symbol table has no length of its own; the version table behind it runs in parallel, and in every library that a linker
        // wrote the string table follows the symbol table.
        var count = (_dynamic[TagStringTable] - _dynamic[TagSymbolTable]) / SymbolSize;
        var versions = Offset(_dynamic[TagVersionSymbols]);
        for (var index = 1; index < count; index++)
        {
            var isUndefined = UInt16(SymbolAt(index) + 6) == 0;
            if (isUndefined && wanted.Contains(UInt16(versions + 2L * index))) yield return index;
        }
    }

    private long SymbolAt(int index) => Offset(_dynamic[TagSymbolTable]) + (long)index * SymbolSize;

    private long Offset(long address)
    {
        foreach (var (type, offset, start, size) in Segments())
            if (type == ProgramLoad && address >= start && address - start < size) return address - start + offset;
        throw new InvalidDataException($"Address 0x{address:x} lies in no segment of the ELF file.");
    }

    private IEnumerable<(int Type, long Offset, long Address, long Size)> Segments()
    {
        var table = Int64(32);
        int size = UInt16(54), count = UInt16(56);
        for (var i = 0; i < count; i++)
        {
            var at = table + (long)i * size;
            yield return (Int32(at), Int64(at + 8), Int64(at + 16), Int64(at + 32));
        }
    }

    private string Text(int offset)
    {
        var start = Offset(_dynamic[TagStringTable]) + offset;
        var text = Span(start, 1, isRest: true);
        var length = text.IndexOf((byte)0);
        return length >= 0 ? Encoding.ASCII.GetString(text[..length]) : throw new InvalidDataException("A name in the ELF file has no end.");
    }

    private ushort UInt16(long at) => BinaryPrimitives.ReadUInt16LittleEndian(Span(at, 2));
    private int Int32(long at) => BinaryPrimitives.ReadInt32LittleEndian(Span(at, 4));
    private long Int64(long at) => BinaryPrimitives.ReadInt64LittleEndian(Span(at, 8));
    private void Write(long at, ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(Span(at, 2), value);

    private Span<byte> Span(long at, int length, bool isRest = false)
        => at < 0 || at > _bytes.Length - length
            ? throw new InvalidDataException($"The ELF file is damaged or cut off: it points to byte {at}, and has {_bytes.Length}.")
            : _bytes.AsSpan((int)at, isRest ? _bytes.Length - (int)at : length);
}
