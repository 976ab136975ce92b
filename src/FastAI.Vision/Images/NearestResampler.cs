using System.Buffers;

namespace FastAI.Vision;

/// <summary>Pillow's <c>NEAREST</c>: each pixel of the result is the source pixel that its centre falls into.</summary>
internal static class NearestResampler
{
    public static void Resize(PixelView source, ImageBox box, ImageSize size, Span<byte> target)
    {
        var columns = ArrayPool<int>.Shared.Rent(size.Width);
        var rows = ArrayPool<int>.Shared.Rent(size.Height);
        FindSources(box.Left, box.Right, source.Size.Width, columns.AsSpan(0, size.Width));
        FindSources(box.Top, box.Bottom, source.Size.Height, rows.AsSpan(0, size.Height));

        var channels = source.Channels;
        var rowBytes = size.Width * channels;
        for (var y = 0; y < size.Height; y++)
        {
            var to = target.Slice(y * rowBytes, rowBytes);
            if (y > 0 && rows[y] == rows[y - 1])
            {
                target.Slice((y - 1) * rowBytes, rowBytes).CopyTo(to);
                continue;
            }

            var from = source.Row(rows[y]);
            if (channels == 1)
            {
                for (var x = 0; x < to.Length; x++) to[x] = from[columns[x]];
            }
            else
            {
                for (var x = 0; x < size.Width; x++) from.Slice(columns[x] * channels, channels).CopyTo(to[(x * channels)..]);
            }
        }

        ArrayPool<int>.Shared.Return(columns);
        ArrayPool<int>.Shared.Return(rows);
    }

    private static void FindSources(float start, float end, int sourceLength, Span<int> sources)
    {
        // Pillow adds the step up from pixel to pixel, and so its rounding errors: a product would now and then give the neighbour.
        var step = (double)(end - start) / sources.Length;
        var place = start + (step * 0.5);
        for (var i = 0; i < sources.Length; i++, place += step) sources[i] = Math.Clamp((int)place, 0, sourceLength - 1);
    }
}
