using FastAI.Vision;

namespace FastAI.Parity;

/// <summary>An image, or points (two coordinates each; a box is two of them) with the size of the image that they lie on.</summary>
internal sealed record ResizeItem(ImageSize Size, Image? Image, ParityTensor? Points, Resampling Resampling = Resampling.Bilinear)
{
    public static ResizeItem From(ParityCase test)
    {
        var x = test.InTensor("x");
        if (x.Type == "f32")
        {
            var size = test.In("img_size");
            return new ResizeItem(new ImageSize(size[0].GetInt32(), size[1].GetInt32()), null, x);
        }

        var image = Image.FromPixels(x.ToBytes(), (int)x.Shape[1], (int)x.Shape[0], x.Shape.Count == 3 ? ImageMode.Rgb : ImageMode.Gray);
        return new ResizeItem(image.Size, image, null, test.Text("kind") == "mask" ? Resampling.Nearest : Resampling.Bilinear);
    }

    public ResizeItem CropPad(ResizePlan plan, PadMode padMode) => Image is { } image
        ? this with { Image = plan.Apply(image, padMode, Resampling), Size = plan.Target }
        : MapPoints((x, y) => plan.Box.MapPoint(Size, x, y)) with { Size = plan.Target };

    public ResizeItem Dihedral(int k)
    {
        if (Image is { } image) return this with { Image = image.Dihedral(k), Size = image.Dihedral(k).Size };

        var mapped = MapPoints((x, y) => DihedralMap.MapPoint(k, x, y));
        return mapped.Points!.Shape[^1] == 4 ? mapped with { Points = InOrder(mapped.Points) } : mapped;
    }

    public ParityTensor ToTensor() => Image is { } image
        ? ParityTensor.FromBytes(image.Pixels, image.Mode == ImageMode.Rgb ? [image.Height, image.Width, 3] : [image.Height, image.Width])
        : Points!;

    private ResizeItem MapPoints(Func<float, float, (float X, float Y)> map)
    {
        var pairs = Points!.ToFloats().Chunk(2).Select(p => map(p[0], p[1])).SelectMany(p => new[] { p.X, p.Y });
        return this with { Points = ParityTensor.FromFloats(pairs, [.. Points.Shape]) };
    }

    private static ParityTensor InOrder(ParityTensor boxes) => boxes with
    {
        Data =
        [
            .. boxes.Data.Chunk(4).SelectMany(b =>
                new[] { Math.Min(b[0], b[2]), Math.Min(b[1], b[3]), Math.Max(b[0], b[2]), Math.Max(b[1], b[3]) }),
        ],
    };
}
