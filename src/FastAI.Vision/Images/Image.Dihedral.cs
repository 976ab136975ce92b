using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FastAI.Vision;

public sealed partial class Image
{
    /// <summary>The mirror image, left to right; Pillow's <c>FLIP_LEFT_RIGHT</c>.</summary>
    public Image FlipX() => Dihedral(1);

    /// <summary>The mirror image, top to bottom; Pillow's <c>FLIP_TOP_BOTTOM</c>.</summary>
    public Image FlipY() => Dihedral(2);

    /// <summary>Rows become columns; Pillow's <c>TRANSPOSE</c>.</summary>
    public Image Transpose() => Dihedral(6);

    /// <summary>One of the eight ways to lay a rectangle on its outline; fastai's <c>dihedral(k)</c>, same numbers.</summary>
    /// <param name="k">
    /// 0 nothing, 1 mirror left–right, 2 mirror top–bottom, 3 quarter turn anti-clockwise, 4 half turn, 5 quarter turn clockwise, 6 transpose, 7
    /// transpose
    /// over the other diagonal. 3, 5, 6 and 7 swap width and height. 3 and 5 undo each other; every other undoes itself.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="k"/> is not in 0..7.</exception>
    public Image Dihedral(int k)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(k);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(k, 7);
        if (k == 0) return this;

        var (swap, mirrorX, mirrorY) = DihedralMap.SourceOf(k);
        var size = swap ? new ImageSize(Height, Width) : Size;
        var pixels = Allocate(size, Mode);

        // A step in the result is a step in the source: by a pixel or by a row, forwards or backwards.
        var stepX = mirrorX ? -1 : 1;
        var stepY = mirrorY ? -Width : Width;
        var first = (mirrorX ? Width - 1 : 0) + (mirrorY ? (Height - 1) * Width : 0);
        var (alongRow, alongColumn) = swap ? (stepY, stepX) : (stepX, stepY);

        if (Mode == ImageMode.Gray) Walk<byte>(_pixels, pixels, size, first, alongRow, alongColumn);
        else Walk<Pixel>(_pixels, pixels, size, first, alongRow, alongColumn);
        return new Image(size, Mode, pixels);
    }

    private static void Walk<TPixel>(byte[] source, byte[] target, ImageSize size, int first, int alongRow, int alongColumn)
        where TPixel : unmanaged
    {
        var from = MemoryMarshal.Cast<byte, TPixel>(source);
        var to = MemoryMarshal.Cast<byte, TPixel>(target.AsSpan());
        for (var y = 0; y < size.Height; y++)
        {
            var at = first + (y * alongColumn);
            var row = to.Slice(y * size.Width, size.Width);
            for (var x = 0; x < row.Length; x++, at += alongRow) row[x] = from[at];
        }
    }

    [InlineArray(3)]
    private struct Pixel
    {
        private byte _channel;
    }
}
