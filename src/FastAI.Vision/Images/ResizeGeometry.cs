namespace FastAI.Vision;

/// <summary>
/// Where the reference's item transforms cut an image and what size they bring it to: arithmetic only, so that an image, its mask and its points can
/// go the same
/// way. Sides are truncated to whole pixels exactly as fastai truncates them.
/// </summary>
public static class ResizeGeometry
{
    private const int CropAttempts = 10;

    /// <summary>
    /// fastai's <c>Resize</c>: the largest box of the target's aspect (crop), the smallest one around the image (pad), or all of it (squish).
    /// </summary>
    /// <param name="image">Size of the image.</param>
    /// <param name="target">Size of the result.</param>
    /// <param name="method">How the aspect is changed.</param>
    /// <param name="pctX">Place of the box between left (0) and right (1); a draw in training, the centre in validation. Not used by squish.</param>
    /// <param name="pctY">The same between top and bottom.</param>
    /// <exception cref="ArgumentException">A side is less than 1.</exception>
    public static ResizePlan Plan(ImageSize image, ImageSize target, ResizeMethod method, double pctX = 0.5, double pctY = 0.5)
    {
        Check(image, nameof(image));
        Check(target, nameof(target));
        if (method == ResizeMethod.Squish) return new ResizePlan(new ImageRect(image), target);

        var (ratioX, ratioY) = ((double)image.Width / target.Width, (double)image.Height / target.Height);
        var ratio = method switch
        {
            ResizeMethod.Crop => Math.Min(ratioX, ratioY),
            ResizeMethod.Pad => Math.Max(ratioX, ratioY),
            _ => throw new ArgumentOutOfRangeException(nameof(method), method, "A resize method is Crop, Pad or Squish."),
        };
        var box = AtLeastOne((int)(ratio * target.Width), (int)(ratio * target.Height));
        return new ResizePlan(
            new ImageRect((int)(pctX * (image.Width - box.Width)), (int)(pctY * (image.Height - box.Height)), box.Width, box.Height), target);
    }

    /// <summary>
    /// fastai's <c>CropPad</c>: the box of the target's size around the centre; negative edges are padding. An odd difference rounds down.
    /// </summary>
    /// <exception cref="ArgumentException">A side is less than 1.</exception>
    public static ImageRect CentreBox(ImageSize image, ImageSize target)
    {
        Check(image, nameof(image));
        Check(target, nameof(target));
        return new ImageRect((image.Width - target.Width) >> 1, (image.Height - target.Height) >> 1, target.Width, target.Height);
    }

    /// <summary>fastai's <c>RandomCrop</c> in training: a box of the target's size at a random place.</summary>
    /// <param name="image">Size of the image.</param>
    /// <param name="target">Size of the result.</param>
    /// <param name="integer">Draws a whole number; both ends are possible. Asked for left, then top.</param>
    /// <remarks>
    /// Where the image is the smaller one the range is <c>difference..-1</c>, so at least one column of padding is on the left: fastai's way.
    /// </remarks>
    /// <exception cref="ArgumentException">A side is less than 1.</exception>
    public static ImageRect RandomBox(ImageSize image, ImageSize target, Func<int, int, int> integer)
    {
        ArgumentNullException.ThrowIfNull(integer);
        Check(image, nameof(image));
        Check(target, nameof(target));
        var left = Draw(image.Width - target.Width);
        var top = Draw(image.Height - target.Height);
        return new ImageRect(left, top, target.Width, target.Height);

        int Draw(int difference) => difference >= 0 ? integer(0, difference) : integer(difference, -1);
    }

    /// <summary>
    /// fastai's <c>RandomResizedCrop</c> in training: a box of random area and aspect. After ten boxes that do not fit, the centre box of the nearest
    /// allowed aspect.
    /// </summary>
    /// <param name="image">Size of the image.</param>
    /// <param name="target">Size of the result.</param>
    /// <param name="options">Bounds of area and aspect; null for the defaults.</param>
    /// <param name="uniform">Draws a number between two bounds. Asked for the share of the area, then the natural log of the aspect.</param>
    /// <param name="integer">Draws a whole number; both ends are possible. Asked for left, then top.</param>
    /// <exception cref="ArgumentException">A side is less than 1.</exception>
    public static ResizePlan RandomResizedCrop(
        ImageSize image, ImageSize target, RandomResizedCropOptions? options, Func<double, double, double> uniform, Func<int, int, int> integer)
    {
        ArgumentNullException.ThrowIfNull(uniform);
        ArgumentNullException.ThrowIfNull(integer);
        Check(image, nameof(image));
        Check(target, nameof(target));
        options ??= RandomResizedCropOptions.Default;

        for (var attempt = 0; attempt < CropAttempts; attempt++)
        {
            var area = uniform(options.MinScale, options.MaxScale) * image.Width * image.Height;
            var aspect = Math.Exp(uniform(Math.Log(options.MinAspect), Math.Log(options.MaxAspect)));
            var width = Math.Round(Math.Sqrt(area * aspect), MidpointRounding.ToEven);
            var height = Math.Round(Math.Sqrt(area / aspect), MidpointRounding.ToEven);
            if (width > image.Width || height > image.Height) continue;

            var drawn = AtLeastOne((int)width, (int)height);
            var left = integer(0, image.Width - drawn.Width);
            var top = integer(0, image.Height - drawn.Height);
            return new ResizePlan(new ImageRect(left, top, drawn.Width, drawn.Height), target);
        }

        var ratio = (double)image.Width / image.Height;
        var size = ratio < options.MinAspect ? AtLeastOne(image.Width, (int)(image.Width / options.MinAspect))
            : ratio > options.MaxAspect ? AtLeastOne((int)(image.Height * options.MaxAspect), image.Height)
            : image;
        return new ResizePlan(CentreBox(image, size), target);
    }

    /// <summary>
    /// fastai's <c>RandomResizedCrop</c> in validation: the whole image squished to a size somewhat larger than <paramref name="target"/>, from which
    /// <see cref="CentreBox"/> is cut then.
    /// </summary>
    /// <exception cref="ArgumentException">A side is less than 1.</exception>
    public static ResizePlan ValidationSquish(ImageSize image, ImageSize target, RandomResizedCropOptions? options = null)
    {
        Check(image, nameof(image));
        Check(target, nameof(target));
        options ??= RandomResizedCropOptions.Default;
        var extra = (int)Math.Ceiling(Math.Max(target.Width, target.Height) * options.ValidationExtra / 8) * 8;
        return new ResizePlan(new ImageRect(image), new ImageSize(target.Width + extra, target.Height + extra));
    }

    /// <summary>fastai's <c>RatioResize</c>: the longer side becomes <paramref name="longSide"/>, the other keeps the aspect, truncated.</summary>
    /// <param name="image">Size of the image.</param>
    /// <param name="longSide">The longer side of the result.</param>
    /// <param name="pctX">As for <see cref="Plan"/>: where the truncation changes the aspect, a sliver is cut off.</param>
    /// <param name="pctY">The same between top and bottom.</param>
    /// <exception cref="ArgumentException">A side is less than 1.</exception>
    public static ResizePlan RatioResize(ImageSize image, int longSide, double pctX = 0.5, double pctY = 0.5)
    {
        Check(image, nameof(image));
        ArgumentOutOfRangeException.ThrowIfLessThan(longSide, 1);
        var target = image.Width >= image.Height
            ? AtLeastOne(longSide, (int)((double)image.Height * longSide / image.Width))
            : AtLeastOne((int)((double)image.Width * longSide / image.Height), longSide);
        return Plan(image, target, ResizeMethod.Crop, pctX, pctY);
    }

    /// <summary>fastai's <c>resize_to</c>: the size at which the longer (or shorter) side is <paramref name="side"/>; both are truncated.</summary>
    /// <exception cref="ArgumentException">A side is less than 1.</exception>
    public static ImageSize FitSide(ImageSize image, int side, bool useShorter = false)
    {
        Check(image, nameof(image));
        ArgumentOutOfRangeException.ThrowIfLessThan(side, 1);
        var ratio = (double)side / (useShorter ? Math.Min(image.Width, image.Height) : Math.Max(image.Width, image.Height));
        return AtLeastOne((int)(image.Width * ratio), (int)(image.Height * ratio));
    }

    /// <summary>
    /// fastai's <c>resize_max</c>: the size after limiting first the pixels, then the height, then the width; rounded at the end, half to even.
    /// </summary>
    /// <exception cref="ArgumentException">A side is less than 1.</exception>
    public static ImageSize Limit(ImageSize image, long? maxPixels = null, int? maxHeight = null, int? maxWidth = null)
    {
        Check(image, nameof(image));
        double width = image.Width, height = image.Height;
        if (maxPixels is { } pixels && image.Pixels > pixels)
        {
            var ratio = Math.Sqrt((double)pixels / image.Pixels);
            (width, height) = (width * ratio, height * ratio);
        }

        if (maxHeight is { } h && height > h) (height, width) = (h, h * width / height);
        if (maxWidth is { } w && width > w) (height, width) = (w * height / width, w);
        return AtLeastOne((int)Math.Round(width, MidpointRounding.ToEven), (int)Math.Round(height, MidpointRounding.ToEven));
    }

    private static void Check(ImageSize size, string name)
    {
        if (size.Width < 1 || size.Height < 1) throw new ArgumentException($"Both sides must be at least 1; got {size}.", name);
    }

    // A sliver of an extreme aspect truncates to nothing, where the reference fails in Pillow.
    private static ImageSize AtLeastOne(int width, int height) => new(Math.Max(width, 1), Math.Max(height, 1));
}
