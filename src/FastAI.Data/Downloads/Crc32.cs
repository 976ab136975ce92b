namespace FastAI;

/// <summary>The checksum of gzip and zip (ISO 3309, reflected polynomial EDB88320), eight bytes a step.</summary>
internal sealed class Crc32
{
    private const int Lanes = 8;

    private static readonly uint[] Table = MakeTable();

    private uint _state = uint.MaxValue;

    public uint Value => ~_state;

    public void Reset() => _state = uint.MaxValue;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        var (table, state) = (Table, _state);
        for (; bytes.Length >= Lanes; bytes = bytes[Lanes..])
        {
            var low = state ^ (bytes[0] | (uint)bytes[1] << 8 | (uint)bytes[2] << 16 | (uint)bytes[3] << 24);
            state = table[(7 << 8) + (byte)low] ^ table[(6 << 8) + (byte)(low >> 8)] ^ table[(5 << 8) + (byte)(low >> 16)] ^ table[(4 << 8) + (int)(low >> 24)]
                  ^ table[(3 << 8) + bytes[4]] ^ table[(2 << 8) + bytes[5]] ^ table[(1 << 8) + bytes[6]] ^ table[bytes[7]];
        }

        foreach (var value in bytes) state = table[(byte)(state ^ value)] ^ (state >> 8);
        _state = state;
    }

    // Row k is what a byte contributes once k more bytes have been shifted in after it.
    private static uint[] MakeTable()
    {
        var table = new uint[Lanes << 8];
        for (uint i = 0; i < 256; i++)
        {
            var value = i;
            for (var bit = 0; bit < 8; bit++) value = (value >> 1) ^ ((value & 1) * 0xEDB88320);
            table[i] = value;
        }

        for (var i = 256; i < table.Length; i++) table[i] = (table[i - 256] >> 8) ^ table[(byte)table[i - 256]];
        return table;
    }
}
