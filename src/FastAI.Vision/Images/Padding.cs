namespace FastAI.Vision;

/// <summary>Fills a rectangle that reaches out of an image.</summary>
internal static class Padding
{
    /// <param name="source">The image.</param>
    /// <param name="rect">A rectangle that overlaps it.</param>
    /// <param name="mode">What lies outside.</param>
    /// <param name="target">Receives the rectangle's pixels, row after row.</param>
    public static void Fill(PixelView source, ImageRect rect, PadMode mode, Span<byte> target)
    {
        // The part of the image inside of the rectangle: what is mirrored or extended.
        int left = Math.Max(rect.Left, 0), right = Math.Min(rect.Right, source.Size.Width);
        int top = Math.Max(rect.Top, 0), bottom = Math.Min(rect.Bottom, source.Size.Height);
        var channels = source.Channels;
        var inside = source.Slice(new ImageRect(left, top, right - left, bottom - top));
        var before = left - rect.Left;

        for (var y = 0; y < rect.Height; y++)
        {
            var row = target.Slice(y * rect.Width * channels, rect.Width * channels);
            var from = SourceOf(y - (top - rect.Top), inside.Size.Height, mode);
            if (from < 0)
            {
                row.Clear();
                continue;
            }

            var pixels = inside.Row(from);
            FillSide(pixels, row, 0, before, before, channels, mode);
            pixels.CopyTo(row[(before * channels)..]);
            FillSide(pixels, row, before + inside.Size.Width, rect.Width, before, channels, mode);
        }
    }

    private static void FillSide(ReadOnlySpan<byte> pixels, Span<byte> row, int start, int end, int before, int channels, PadMode mode)
    {
        for (var x = start; x < end; x++)
        {
            var to = row.Slice(x * channels, channels);
            var from = SourceOf(x - before, pixels.Length / channels, mode);
            if (from < 0) to.Clear();
            else pixels.Slice(from * channels, channels).CopyTo(to);
        }
    }

    /// <summary>The place in 0..length-1 that stands for <paramref name="index"/>, or -1 for none.</summary>
    internal static int SourceOf(int index, int length, PadMode mode)
    {
        if (index >= 0 && index < length) return index;

        switch (mode)
        {
            case PadMode.Zeros: return -1;
            case PadMode.Border: return Math.Clamp(index, 0, length - 1);
            case PadMode.Reflection:
                if (length == 1) return 0;
                var period = 2 * (length - 1);
                var place = ((index % period) + period) % period;
                return place < length ? place : period - place;
            default: throw new ArgumentOutOfRangeException(nameof(mode), mode, "A pad mode is Zeros, Border or Reflection.");
        }
    }
}
