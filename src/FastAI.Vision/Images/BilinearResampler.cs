using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FastAI.Vision;

/// <summary>
/// Pillow's antialiased <c>BILINEAR</c> on 8-bit pixels, to the last bit: rows first, then columns, each a sum of pixels times 22-bit fixed-point
/// weights, rounded
/// to 8 bits in between.
/// </summary>
/// <remarks>
/// The vector code multiplies 16-bit numbers, two taps an instruction. A weight has 23 bits, so it is split into a high and a low half of
/// <see cref="HalfBits"/> bits, summed apart and joined at the end: exact, and still faster than 32-bit products.
/// </remarks>
internal static unsafe class BilinearResampler
{
    private const int Rounding = 1 << (ResampleWeights.PrecisionBits - 1);
    private const int HalfBits = 11;
    private const int HalfMask = (1 << HalfBits) - 1;

    /// <summary>Room for reading whole vectors at the end of a row.</summary>
    private const int Slack = 64;

    /// <summary>For tests: false takes the portable code on a processor that has the vector instructions too.</summary>
    [field: ThreadStatic]
    public static bool WithoutVectors { get; set; }

    private static bool UseVectors => Avx2.IsSupported && !WithoutVectors;

    public static void Resize(PixelView source, ImageBox box, ImageSize size, Span<byte> target)
    {
        var needsRows = size.Width != source.Size.Width || box.Left != 0 || box.Right != size.Width;
        var needsColumns = size.Height != source.Size.Height || box.Top != 0 || box.Bottom != size.Height;
        if (!needsRows && !needsColumns)
        {
            source.CopyTo(target);
        }
        else if (!needsColumns)
        {
            using var weights = new ResampleWeights(source.Size.Width, box.Left, box.Right, size.Width);
            ResizeRows(source, weights, size.Width, target);
        }
        else if (!needsRows)
        {
            using var weights = new ResampleWeights(source.Size.Height, box.Top, box.Bottom, size.Height);
            ResizeColumns(source, weights, firstRow: 0, size.Height, target);
        }
        else
        {
            using var across = new ResampleWeights(source.Size.Width, box.Left, box.Right, size.Width);
            using var down = new ResampleWeights(source.Size.Height, box.Top, box.Bottom, size.Height);

            // Only the rows that the second pass will look at.
            var (firstRow, endRow) = (down.Start(0), down.Start(size.Height - 1) + down.Count(size.Height - 1));
            var used = source.Slice(new ImageRect(0, firstRow, source.Size.Width, endRow - firstRow));
            var stride = size.Width * source.Channels;
            var length = checked(used.Size.Height * stride);

            var rented = ArrayPool<byte>.Shared.Rent(length);
            var between = rented.AsSpan(0, length);
            ResizeRows(used, across, size.Width, between);
            var narrowed = new PixelView(between, new ImageSize(size.Width, used.Size.Height), source.Channels, stride);
            ResizeColumns(narrowed, down, firstRow, size.Height, target);
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private static void ResizeRows(PixelView source, in ResampleWeights weights, int width, Span<byte> target)
    {
        if (UseVectors && source.Channels == 3)
        {
            ResizeRowsRgb(source, weights, width, target);
            return;
        }

        var channels = source.Channels;
        for (var y = 0; y < source.Size.Height; y++)
        {
            var from = source.Row(y);
            var to = target.Slice(y * width * channels, width * channels);
            for (var x = 0; x < width; x++)
            {
                var taps = weights.Taps(x);
                var start = weights.Start(x) * channels;
                for (var c = 0; c < channels; c++)
                {
                    var sum = Rounding;
                    for (int k = 0, at = start + c; k < taps.Length; k++, at += channels) sum += from[at] * taps[k];
                    to[(x * channels) + c] = Clip(sum);
                }
            }
        }
    }

    private static void ResizeColumns(PixelView source, in ResampleWeights weights, int firstRow, int height, Span<byte> target)
    {
        var rowBytes = source.RowBytes;
        for (var y = 0; y < height; y++)
        {
            var taps = weights.Taps(y);
            var rows = source.Pixels[((weights.Start(y) - firstRow) * source.Stride)..];
            var to = target.Slice(y * rowBytes, rowBytes);
            if (UseVectors && rowBytes >= Vector256<byte>.Count)
            {
                SumRows(rows, source.Stride, taps, to);
                continue;
            }

            for (var i = 0; i < to.Length; i++)
            {
                var sum = Rounding;
                for (int k = 0, at = i; k < taps.Length; k++, at += source.Stride) sum += rows[at] * taps[k];
                to[i] = Clip(sum);
            }
        }
    }

    private static byte Clip(int sum) => (byte)Math.Clamp(sum >> ResampleWeights.PrecisionBits, 0, byte.MaxValue);

    /// <summary>Four rows at a time, four taps a step: each 128-bit lane holds two pixels as [r0 r1 g0 g1 b0 b1 0 0].</summary>
    private static void ResizeRowsRgb(PixelView source, in ResampleWeights weights, int width, Span<byte> target)
    {
        var table = ArrayPool<short>.Shared.Rent(checked(width * ((weights.MaxCount + 3) / 4) * 32));
        var steps = ArrayPool<Steps>.Shared.Rent(width);
        int used = 0, reach = 0;
        for (var x = 0; x < width; x++)
        {
            var tapsOfPixel = weights.Taps(x);
            steps[x] = new Steps(weights.Start(x) * 3, (tapsOfPixel.Length + 3) / 4);
            reach = Math.Max(reach, steps[x].Offset + (steps[x].Count * 12) + Vector128<byte>.Count);
            for (var k = 0; k < tapsOfPixel.Length; k += 4, used += 32) SpreadTaps(tapsOfPixel, k, table.AsSpan(used, 32));
        }

        var scratchStride = Math.Max(reach, source.RowBytes) + Slack;
        var scratch = ArrayPool<byte>.Shared.Rent(scratchStride * 4);
        var height = source.Size.Height;
        var targetStride = width * 3;

        fixed (byte* pixels = source.Pixels, spare = scratch, result = target)
        fixed (short* taps = table)
        fixed (Steps* step = steps)
        {
            for (var y = 0; y < height; y += 4)
            {
                // Missing rows of the last block repeat its last row: the same bytes are written twice.
                int y1 = Math.Min(y + 1, height - 1), y2 = Math.Min(y + 2, height - 1), y3 = Math.Min(y + 3, height - 1);
                byte* r0, r1, r2, r3;
                if (((long)y3 * source.Stride) + reach <= source.Pixels.Length)
                {
                    r0 = pixels + ((nint)y * source.Stride);
                    r1 = pixels + ((nint)y1 * source.Stride);
                    r2 = pixels + ((nint)y2 * source.Stride);
                    r3 = pixels + ((nint)y3 * source.Stride);
                }
                else
                {
                    r0 = CopyRow(source, y, spare, scratchStride);
                    r1 = CopyRow(source, y1, spare + scratchStride, scratchStride);
                    r2 = CopyRow(source, y2, spare + (2 * scratchStride), scratchStride);
                    r3 = CopyRow(source, y3, spare + (3 * scratchStride), scratchStride);
                }

                ResizeFourRows(
                    r0, r1, r2, r3, step, taps, width,
                    result + ((nint)y * targetStride), result + ((nint)y1 * targetStride),
                    result + ((nint)y2 * targetStride), result + ((nint)y3 * targetStride));
            }
        }

        ArrayPool<byte>.Shared.Return(scratch);
        ArrayPool<short>.Shared.Return(table);
        ArrayPool<Steps>.Shared.Return(steps);
    }

    private static byte* CopyRow(PixelView source, int y, byte* target, int room)
    {
        source.Row(y).CopyTo(new Span<byte>(target, room));
        return target;
    }

    private static void ResizeFourRows(
        byte* r0, byte* r1, byte* r2, byte* r3, Steps* steps, short* taps, int width, byte* t0, byte* t1, byte* t2, byte* t3)
    {
        var pair = Vector256.Create(
            (byte)0, 255, 3, 255, 1, 255, 4, 255, 2, 255, 5, 255, 255, 255, 255, 255,
            6, 255, 9, 255, 7, 255, 10, 255, 8, 255, 11, 255, 255, 255, 255, 255);

        for (var x = 0; x < width; x++)
        {
            var at = (nint)steps[x].Offset;
            Vector256<int> low0 = default, low1 = default, low2 = default, low3 = default;
            Vector256<int> high0 = default, high1 = default, high2 = default, high3 = default;
            for (var step = steps[x].Count; step > 0; step--, at += 12, taps += 32)
            {
                var low = Vector256.Load(taps);
                var high = Vector256.Load(taps + 16);

                var p = Avx2.Shuffle(Avx2.BroadcastVector128ToVector256(r0 + at), pair).AsInt16();
                low0 = AddPairs(low0, p, low);
                high0 = AddPairs(high0, p, high);
                p = Avx2.Shuffle(Avx2.BroadcastVector128ToVector256(r1 + at), pair).AsInt16();
                low1 = AddPairs(low1, p, low);
                high1 = AddPairs(high1, p, high);
                p = Avx2.Shuffle(Avx2.BroadcastVector128ToVector256(r2 + at), pair).AsInt16();
                low2 = AddPairs(low2, p, low);
                high2 = AddPairs(high2, p, high);
                p = Avx2.Shuffle(Avx2.BroadcastVector128ToVector256(r3 + at), pair).AsInt16();
                low3 = AddPairs(low3, p, low);
                high3 = AddPairs(high3, p, high);
            }

            var sum01 = Sse2.PackSignedSaturate(Join(low0, high0), Join(low1, high1));
            var sum23 = Sse2.PackSignedSaturate(Join(low2, high2), Join(low3, high3));
            var bytes = Sse2.PackUnsignedSaturate(sum01, sum23).AsUInt32();
            Store(t0 + (x * 3), bytes.GetElement(0));
            Store(t1 + (x * 3), bytes.GetElement(1));
            Store(t2 + (x * 3), bytes.GetElement(2));
            Store(t3 + (x * 3), bytes.GetElement(3));
        }
    }

    /// <summary>Puts four taps where the pixels of a step are: twice sixteen numbers, the low halves and the high halves.</summary>
    private static void SpreadTaps(ReadOnlySpan<int> taps, int first, Span<short> spread)
    {
        spread.Clear();
        for (var k = 0; k < 4 && first + k < taps.Length; k++)
        {
            var tap = taps[first + k];
            for (var channel = 0; channel < 3; channel++)
            {
                var place = (k / 2 * 8) + (channel * 2) + (k % 2);
                spread[place] = (short)(tap & HalfMask);
                spread[16 + place] = (short)(tap >> HalfBits);
            }
        }
    }

    /// <summary>Adds the products of neighbours, two and two, in one instruction where there is one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> AddPairs(Vector256<int> sum, Vector256<short> pixels, Vector256<short> taps) => AvxVnni.IsSupported
        ? AvxVnni.MultiplyWideningAndAdd(sum, pixels, taps)
        : sum + Avx2.MultiplyAddAdjacent(pixels, taps);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Join(Vector256<int> low, Vector256<int> high)
    {
        var sum = Vector256.ShiftLeft(high, HalfBits) + low;
        return Vector128.ShiftRightArithmetic(sum.GetLower() + sum.GetUpper() + Vector128.Create(Rounding), ResampleWeights.PrecisionBits);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(byte* to, uint rgb)
    {
        Unsafe.WriteUnaligned(to, (ushort)rgb);
        to[2] = (byte)(rgb >> 16);
    }

    /// <summary>One row of the result, 32 bytes at a time; the last 32 overlap what is done already.</summary>
    private static void SumRows(ReadOnlySpan<byte> rows, int stride, ReadOnlySpan<int> taps, Span<byte> target)
    {
        fixed (byte* source = rows, result = target)
        fixed (int* weights = taps)
        {
            var last = target.Length - Vector256<byte>.Count;
            for (var i = 0; i < last; i += Vector256<byte>.Count) SumRows(source + i, stride, weights, taps.Length, result + i);
            SumRows(source + last, stride, weights, taps.Length, result + last);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SumRows(byte* source, int stride, int* taps, int count, byte* target)
    {
        var zero = Vector256<byte>.Zero;
        Vector256<int> low0 = default, low1 = default, low2 = default, low3 = default;
        Vector256<int> high0 = default, high1 = default, high2 = default, high3 = default;
        for (var k = 0; k < count; k += 2)
        {
            var hasSecond = k + 1 < count;
            var (tap, nextTap) = (taps[k], hasSecond ? taps[k + 1] : 0);
            var low = Vector256.Create((tap & HalfMask) | ((nextTap & HalfMask) << 16)).AsInt16();
            var high = Vector256.Create((tap >> HalfBits) | (nextTap >> HalfBits << 16)).AsInt16();

            var row = source + ((nint)k * stride);
            var a = Vector256.Load(row);
            var b = hasSecond ? Vector256.Load(row + stride) : zero;
            var (ab0, ab1) = (Avx2.UnpackLow(a, b), Avx2.UnpackHigh(a, b));

            var p = Avx2.UnpackLow(ab0, zero).AsInt16();
            low0 = AddPairs(low0, p, low);
            high0 = AddPairs(high0, p, high);
            p = Avx2.UnpackHigh(ab0, zero).AsInt16();
            low1 = AddPairs(low1, p, low);
            high1 = AddPairs(high1, p, high);
            p = Avx2.UnpackLow(ab1, zero).AsInt16();
            low2 = AddPairs(low2, p, low);
            high2 = AddPairs(high2, p, high);
            p = Avx2.UnpackHigh(ab1, zero).AsInt16();
            low3 = AddPairs(low3, p, low);
            high3 = AddPairs(high3, p, high);
        }

        var words0 = Avx2.PackSignedSaturate(Round(low0, high0), Round(low1, high1));
        var words1 = Avx2.PackSignedSaturate(Round(low2, high2), Round(low3, high3));
        Avx2.PackUnsignedSaturate(words0, words1).Store(target);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Round(Vector256<int> low, Vector256<int> high) =>
        Vector256.ShiftRightArithmetic(Vector256.ShiftLeft(high, HalfBits) + low + Vector256.Create(Rounding), ResampleWeights.PrecisionBits);

    /// <summary>Where a pixel of the result begins to read in a row, and in how many steps of four source pixels.</summary>
    private readonly record struct Steps(int Offset, int Count);
}
