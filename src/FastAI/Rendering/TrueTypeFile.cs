using System.Buffers.Binary;
using System.Text;
using SkiaSharp;

namespace FastAI;

/// <summary>A TrueType font made of outlines: the tables that font engines ask for, no hinting.</summary>
/// <remarks>Tables and fields as in the OpenType specification 1.9, chapter "Font Tables".</remarks>
internal sealed class TrueTypeFile(string family, bool isBold, int unitsPerEm, int ascent, int descent, int smallHeight, int capitalHeight)
{
    private readonly List<Glyph> _glyphs = [];
    private readonly SortedDictionary<int, int> _glyphOf = [];

    /// <summary>Adds a glyph; the first one, of no character, stands for all that are missing.</summary>
    /// <param name="character">The character that it shows.</param>
    /// <param name="advance">The way to the next glyph, in font units.</param>
    /// <param name="outline">Filled by the non-zero rule; y grows upwards. Disposed here.</param>
    public void Add(char? character, float advance, SKPath outline)
    {
        using (outline)
        {
            if (character is { } code) _glyphOf[code] = _glyphs.Count;
            _glyphs.Add(Glyph.Of(outline, (int)MathF.Round(advance)));
        }
    }

    /// <summary>The font file.</summary>
    public byte[] ToBytes()
    {
        var (glyphData, offsets) = GlyphData();
        (string Tag, byte[] Data)[] tables =
        [
            ("OS/2", Os2()), ("cmap", CharacterMap()), ("glyf", glyphData), ("head", Head()), ("hhea", HorizontalHeader()), ("hmtx", HorizontalMetrics()),
            ("loca", offsets), ("maxp", MaximumProfile()), ("name", Names()), ("post", Post()),
        ];

        var file = new BigEndian();
        var searchRange = 128;
        file.U32(0x00010000).U16(tables.Length).U16(searchRange).U16(3).U16(tables.Length * 16 - searchRange);
        var offset = 12 + 16 * tables.Length;
        foreach (var (tag, data) in tables)
        {
            file.Ascii(tag).U32(CheckSum(data)).U32((uint)offset).U32((uint)data.Length);
            offset += (data.Length + 3) & ~3;
        }

        foreach (var (_, data) in tables) file.Bytes(data).Align();
        var bytes = file.ToArray();

        // head.checkSumAdjustment makes the sum of the whole file this constant.
        var head = 12 + 16 * tables.Length + tables.TakeWhile(table => table.Tag != "head").Sum(table => (table.Data.Length + 3) & ~3);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(head + 8), 0xB1B0AFBA - CheckSum(bytes));
        return bytes;
    }

    private (byte[] Glyphs, byte[] Offsets) GlyphData()
    {
        var (glyphs, offsets) = (new BigEndian(), new BigEndian());
        foreach (var glyph in _glyphs)
        {
            offsets.U32((uint)glyphs.Length);
            glyph.WriteTo(glyphs);
            glyphs.Align();
        }

        offsets.U32((uint)glyphs.Length);
        return (glyphs.ToArray(), offsets.ToArray());
    }

    private byte[] Head() => new BigEndian()
        .U32(0x00010000).U32(0x00010000).U32(0).U32(0x5F0F3CF5).U16(0b11).U16(unitsPerEm).U32(0).U32(0).U32(0).U32(0)
        .U16(_glyphs.Min(glyph => glyph.Left)).U16(_glyphs.Min(glyph => glyph.Bottom)).U16(_glyphs.Max(glyph => glyph.Right)).U16(_glyphs.Max(glyph => glyph.Top))
        .U16(isBold ? 1 : 0).U16(8).U16(2).U16(1).U16(0).ToArray();

    private byte[] HorizontalHeader() => new BigEndian()
        .U32(0x00010000).U16(ascent).U16(-descent).U16(0).U16(_glyphs.Max(glyph => glyph.Advance)).U16(_glyphs.Min(glyph => glyph.Left))
        .U16(_glyphs.Min(glyph => glyph.Advance - glyph.Right)).U16(_glyphs.Max(glyph => glyph.Right)).U16(1).U16(0).U16(0)
        .U16(0).U16(0).U16(0).U16(0).U16(0).U16(_glyphs.Count).ToArray();

    private byte[] HorizontalMetrics()
    {
        var table = new BigEndian();
        foreach (var glyph in _glyphs) table.U16(glyph.Advance).U16(glyph.Left);
        return table.ToArray();
    }

    private byte[] MaximumProfile() => new BigEndian()
        .U32(0x00010000).U16(_glyphs.Count).U16(_glyphs.Max(glyph => glyph.Points.Count)).U16(_glyphs.Max(glyph => glyph.Ends.Count))
        .U16(0).U16(0).U16(2).U16(0).U16(0).U16(0).U16(0).U16(0).U16(0).U16(0).U16(0).ToArray();

    // Format 12: runs of characters whose glyphs follow one another.
    private byte[] CharacterMap()
    {
        var groups = new List<(int First, int Last, int Glyph)>();
        foreach (var (character, glyph) in _glyphOf)
        {
            if (groups.Count > 0 && groups[^1] is var last && last.Last + 1 == character && last.Glyph + character - last.First == glyph)
                groups[^1] = last with { Last = character };
            else groups.Add((character, character, glyph));
        }

        var table = new BigEndian().U16(0).U16(1).U16(3).U16(10).U32(12).U16(12).U16(0).U32((uint)(16 + 12 * groups.Count)).U32(0).U32((uint)groups.Count);
        foreach (var (first, last, glyph) in groups) table.U32((uint)first).U32((uint)last).U32((uint)glyph);
        return table.ToArray();
    }

    private byte[] Names()
    {
        var style = isBold ? "Bold" : "Regular";
        (int Id, string Text)[] names =
        [
            (1, family), (2, style), (3, $"{family} {style}"), (4, $"{family} {style}"),
            (6, $"{family}-{style}".Replace(" ", "", StringComparison.Ordinal)),
        ];
        var (records, texts) = (new BigEndian(), new BigEndian());
        records.U16(0).U16(names.Length).U16(6 + 12 * names.Length);
        foreach (var (id, text) in names)
        {
            records.U16(3).U16(1).U16(0x409).U16(id).U16(2 * text.Length).U16(texts.Length);
            texts.Bytes(Encoding.BigEndianUnicode.GetBytes(text));
        }

        return records.Bytes(texts.ToArray()).ToArray();
    }

    private byte[] Os2() => new BigEndian()
        .U16(4).U16((int)_glyphs.Average(glyph => glyph.Advance)).U16(isBold ? 700 : 400).U16(5).U16(0)
        .U16(650).U16(600).U16(0).U16(75).U16(650).U16(600).U16(0).U16(350).U16(50).U16(250).U16(0)
        .Bytes(new byte[10]).U32(1).U32(0).U32(0).U32(0).Ascii("FAST").U16(isBold ? 0x20 : 0x40).U16(_glyphOf.Keys.First()).U16(_glyphOf.Keys.Last())
        .U16(ascent).U16(-descent).U16(0).U16(ascent).U16(descent).U32(1).U32(0).U16(smallHeight).U16(capitalHeight).U16(0).U16(' ').U16(0).ToArray();

    private static byte[] Post() => new BigEndian().U32(0x00030000).U32(0).U16(-100).U16(50).U32(0).U32(0).U32(0).U32(0).U32(0).ToArray();

    private static uint CheckSum(byte[] data)
    {
        var sum = 0u;
        for (var i = 0; i < data.Length; i++) sum += (uint)data[i] << (24 - 8 * (i % 4));
        return sum;
    }

    /// <summary>Contours of points on and off the curve; two of the latter in a row have one on the curve between them.</summary>
    private sealed record Glyph(int Advance, IReadOnlyList<(int X, int Y, bool IsOnCurve)> Points, IReadOnlyList<int> Ends)
    {
        public int Left => Points.Count == 0 ? 0 : Points.Min(point => point.X);
        public int Right => Points.Count == 0 ? 0 : Points.Max(point => point.X);
        public int Bottom => Points.Count == 0 ? 0 : Points.Min(point => point.Y);
        public int Top => Points.Count == 0 ? 0 : Points.Max(point => point.Y);

        public static Glyph Of(SKPath outline, int advance)
        {
            List<(int X, int Y, bool IsOnCurve)> points = [];
            List<int> ends = [];
            void Add(SKPoint point, bool isOnCurve) => points.Add(((int)MathF.Round(point.X), (int)MathF.Round(point.Y), isOnCurve));
            void End()
            {
                var start = ends.Count == 0 ? 0 : ends[^1] + 1;
                if (points.Count - start > 1 && points[^1] == points[start]) points.RemoveAt(points.Count - 1);
                if (points.Count - start > 2) ends.Add(points.Count - 1);
                else points.RemoveRange(start, points.Count - start);
            }

            using var verbs = outline.CreateRawIterator();
            var at = new SKPoint[4];
            for (var verb = verbs.Next(at); verb != SKPathVerb.Done; verb = verbs.Next(at))
            {
                switch (verb)
                {
                    case SKPathVerb.Move:
                        End();
                        Add(at[0], true);
                        break;
                    case SKPathVerb.Line:
                        Add(at[1], true);
                        break;
                    case SKPathVerb.Quad:
                        Add(at[1], false);
                        Add(at[2], true);
                        break;
                    case SKPathVerb.Conic:
                        var quads = SKPath.ConvertConicToQuads(at[0], at[1], at[2], verbs.ConicWeight(), 1);
                        for (var i = 1; i < quads.Length; i++) Add(quads[i], i % 2 == 0);
                        break;
                    case SKPathVerb.Cubic:
                        // The stroker gives none; a chain of chords would do.
                        for (var i = 1; i <= 8; i++) Add(OnCubic(at, i / 8f), true);
                        break;
                }
            }

            End();
            return new(advance, points, ends);
        }

        private static SKPoint OnCubic(SKPoint[] p, float t)
        {
            var u = 1 - t;
            float Mix(float a, float b, float c, float d) => u * u * u * a + 3 * u * u * t * b + 3 * u * t * t * c + t * t * t * d;
            return new(Mix(p[0].X, p[1].X, p[2].X, p[3].X), Mix(p[0].Y, p[1].Y, p[2].Y, p[3].Y));
        }

        public void WriteTo(BigEndian table)
        {
            if (Points.Count == 0) return;

            table.U16(Ends.Count).U16(Left).U16(Bottom).U16(Right).U16(Top);
            foreach (var end in Ends) table.U16(end);
            table.U16(0);
            table.Bytes([.. Points.Select(point => point.IsOnCurve ? (byte)1 : (byte)0)]);
            for (var i = 0; i < Points.Count; i++) table.U16(Points[i].X - (i == 0 ? 0 : Points[i - 1].X));
            for (var i = 0; i < Points.Count; i++) table.U16(Points[i].Y - (i == 0 ? 0 : Points[i - 1].Y));
        }
    }

    private sealed class BigEndian
    {
        private readonly List<byte> _bytes = [];

        public int Length => _bytes.Count;

        public BigEndian U16(int value) => Bytes([(byte)(value >> 8), (byte)value]);

        public BigEndian U32(uint value) => U16((int)(value >> 16)).U16((int)(value & 0xFFFF));

        public BigEndian Ascii(string text) => Bytes(Encoding.ASCII.GetBytes(text));

        public BigEndian Bytes(ReadOnlySpan<byte> bytes)
        {
            _bytes.AddRange(bytes);
            return this;
        }

        public void Align()
        {
            while (_bytes.Count % 4 != 0) _bytes.Add(0);
        }

        public byte[] ToArray() => [.. _bytes];
    }
}
