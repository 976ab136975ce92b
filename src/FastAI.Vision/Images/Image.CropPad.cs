using System.Buffers;

namespace FastAI.Vision;

public sealed partial class Image
{
    /// <summary>Cuts a rectangle out; Pillow's <c>crop</c> for a box inside of the image.</summary>
    /// <exception cref="ArgumentException">The rectangle reaches out of the image (see <see cref="CropPad"/>) or is empty.</exception>
    public Image Crop(ImageRect rect)
    {
        if (!Contains(rect))
        {
            throw new ArgumentException(
                $"The rectangle {rect} must lie inside of the image of {Size} and have an area; CropPad fills what lies outside.", nameof(rect));
        }

        return CropPad(rect);
    }

    /// <summary>Adds pixels around the image; torchvision's <c>pad</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A width is negative.</exception>
    public Image Pad(int left, int top, int right, int bottom, PadMode mode = PadMode.Zeros)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(left);
        ArgumentOutOfRangeException.ThrowIfNegative(top);
        ArgumentOutOfRangeException.ThrowIfNegative(right);
        ArgumentOutOfRangeException.ThrowIfNegative(bottom);
        return CropPad(new ImageRect(-left, -top, checked(left + Width + right), checked(top + Height + bottom)), mode);
    }

    /// <summary>
    /// Cuts a rectangle out, fills what lies outside of the image, and brings the result to a size: fastai's <c>crop_pad</c>, on which its item
    /// transforms rest.
    /// <see cref="ResizeGeometry"/> computes the rectangle.
    /// </summary>
    /// <param name="rect">The rectangle; it must overlap the image.</param>
    /// <param name="padMode">What lies outside. Reflection mirrors the part of the image that is inside of the rectangle.</param>
    /// <param name="resizeTo">The final size; null keeps the rectangle's.</param>
    /// <param name="resampling">Bilinear for photos, nearest for masks.</param>
    /// <exception cref="ArgumentException">
    /// The rectangle is empty or does not overlap the image, or <paramref name="resizeTo"/> is less than 1.
    /// </exception>
    public Image CropPad(ImageRect rect, PadMode padMode = PadMode.Zeros, ImageSize? resizeTo = null, Resampling resampling = Resampling.Bilinear)
    {
        var size = resizeTo ?? rect.Size;
        var isResized = size != rect.Size;
        if (Contains(rect))
        {
            if (rect.Size == Size && !isResized) return this;

            var result = Allocate(size, Mode);
            var inside = WholeView.Slice(rect);
            if (isResized) Resample(inside, ImageBox.From(new ImageRect(rect.Size)), size, resampling, result);
            else inside.CopyTo(result);
            return new Image(size, Mode, result);
        }

        if (rect.Width < 1 || rect.Height < 1 || rect.Left >= Width || rect.Top >= Height || rect.Right <= 0 || rect.Bottom <= 0)
        {
            throw new ArgumentException($"The rectangle {rect} must overlap the image of {Size} and have an area.", nameof(rect));
        }

        var pixels = Allocate(size, Mode);
        if (!isResized)
        {
            Padding.Fill(WholeView, rect, padMode, pixels);
            return new Image(size, Mode, pixels);
        }

        var length = checked((int)(CheckSize(rect.Size).Pixels * Channels));
        var padded = ArrayPool<byte>.Shared.Rent(length);
        Padding.Fill(WholeView, rect, padMode, padded);
        var view = new PixelView(padded.AsSpan(0, length), rect.Size, Channels, rect.Width * Channels);
        Resample(view, ImageBox.From(new ImageRect(rect.Size)), size, resampling, pixels);
        ArrayPool<byte>.Shared.Return(padded);
        return new Image(size, Mode, pixels);
    }

    private bool Contains(ImageRect rect) =>
        rect.Width > 0 && rect.Height > 0 && rect.Left >= 0 && rect.Top >= 0 && rect.Right <= Width && rect.Bottom <= Height;
}
