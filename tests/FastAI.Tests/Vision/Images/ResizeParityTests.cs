using System.Text.Json;
using FastAI.Vision;
using Xunit;

namespace FastAI.Tests.Vision;

/// <summary>Every case of the suite <c>vision-resize</c> that concerns pixels, sizes, points and boxes of one item.</summary>
public class ResizeParityTests
{
    private const string Suite = "vision-resize";

    public static TheoryData<string> ResizeCases => ParityCases.Of(Suite, "vision.resize.resize");

    public static TheoryData<string> CropPadCases => ParityCases.Of(Suite, "vision.resize.crop_pad");

    public static TheoryData<string> RandomCropCases => ParityCases.Of(Suite, "vision.resize.random_crop");

    // Left out on purpose: the reference maps points of the last crop by the size that the image had at first, so that they lie beside their pixels.
    public static TheoryData<string> RandomResizedCropCases => ParityCases.Of(
        Suite, "vision.resize.random_resized_crop", except: "vision.resize.random_resized_crop.points-valid");

    public static TheoryData<string> RatioResizeCases => ParityCases.Of(Suite, "vision.resize.ratio_resize");

    // Left out on purpose: the reference leaves the left edge of a mirrored box on the right.
    public static TheoryData<string> FlipCases => ParityCases.Of(Suite, "vision.resize.flip_item", except: "vision.resize.flip_item.bbox");

    public static TheoryData<string> DihedralCases => ParityCases.Of(Suite, "vision.resize.dihedral_item");

    public static TheoryData<string> LimitCases => ParityCases.Of(Suite, "vision.image.resize_max");

    public static TheoryData<string> FitSideCases => ParityCases.Of(Suite, "vision.image.resize_to");

    public static TheoryData<string> ToTensorCases => ParityCases.Of(Suite, "vision.image.to_tensor");

    [Theory, MemberData(nameof(ResizeCases))]
    public void Resize_agrees(string id)
    {
        var test = ParityCases.Get(Suite, id);
        var pcts = test.Numbers("pcts") ?? [0.5, 0.5];
        var item = Item.From(test);

        var plan = ResizeGeometry.Plan(item.Size, SizeArg(test, "size"), MethodArg(test), pcts[0], pcts[1]);

        AssertCase(test, item.CropPad(plan, PadArg(test, PadMode.Reflection)), plan.Box);
    }

    [Theory, MemberData(nameof(CropPadCases))]
    public void CropPad_agrees(string id)
    {
        var test = ParityCases.Get(Suite, id);
        var item = Item.From(test);

        var box = ResizeGeometry.CentreBox(item.Size, SizeArg(test, "size"));

        AssertCase(test, item.CropPad(new ResizePlan(box, box.Size), PadArg(test, PadMode.Zeros)), box);
    }

    [Theory, MemberData(nameof(RandomCropCases))]
    public void RandomCrop_agrees(string id)
    {
        var test = ParityCases.Get(Suite, id);
        var item = Item.From(test);
        var draws = new Draws(test);

        var box = test.Integer("split_idx") == 0
            ? ResizeGeometry.RandomBox(item.Size, SizeArg(test, "size"), draws.Integer)
            : ResizeGeometry.CentreBox(item.Size, SizeArg(test, "size"));

        AssertCase(test, item.CropPad(new ResizePlan(box, box.Size), PadMode.Zeros), box, ("ranges", draws.IntegerRanges));
    }

    [Theory, MemberData(nameof(RandomResizedCropCases))]
    public void RandomResizedCrop_agrees(string id)
    {
        var test = ParityCases.Get(Suite, id);
        var item = Item.From(test);
        var draws = new Draws(test);
        var target = SizeArg(test, "size");
        var ratio = test.Numbers("ratio") ?? [3 / 4.0, 4 / 3.0];
        var options = new RandomResizedCropOptions
        {
            MinScale = test.Number("min_scale") ?? 0.08,
            MaxScale = test.Number("max_scale") ?? 1,
            MinAspect = ratio[0],
            MaxAspect = ratio[1],
            ValidationExtra = test.Number("val_xtra") ?? 0.14,
        };

        var plan = test.Integer("split_idx") == 0
            ? ResizeGeometry.RandomResizedCrop(item.Size, target, options, draws.Uniform, draws.Integer)
            : ResizeGeometry.ValidationSquish(item.Size, target, options);

        var result = item.CropPad(plan, PadMode.Zeros);
        if (plan.Target != target) result = result.CropPad(new ResizePlan(ResizeGeometry.CentreBox(plan.Target, target), target), PadMode.Zeros);
        AssertCase(
            test, result, plan.Box, ("final_size", Sides(plan.Target)), ("int_ranges", draws.IntegerRanges), ("uniform_ranges", draws.UniformRanges));
    }

    [Theory, MemberData(nameof(RatioResizeCases))]
    public void RatioResize_agrees(string id)
    {
        var test = ParityCases.Get(Suite, id);
        var pcts = test.Numbers("pcts")!;
        var item = Item.From(test);

        var plan = ResizeGeometry.RatioResize(item.Size, test.Integer("max_sz")!.Value, pcts[0], pcts[1]);

        AssertCase(test, item.CropPad(plan, PadMode.Reflection), plan.Box);
    }

    [Theory, MemberData(nameof(FlipCases))]
    public void Flip_agrees(string id)
    {
        var test = ParityCases.Get(Suite, id);

        AssertCase(test, Item.From(test).Dihedral(1), box: null);
    }

    [Theory, MemberData(nameof(DihedralCases))]
    public void Dihedral_agrees(string id)
    {
        var test = ParityCases.Get(Suite, id);

        AssertCase(test, Item.From(test).Dihedral(test.Integer("k")!.Value), box: null);
    }

    [Theory, MemberData(nameof(LimitCases))]
    public void Limit_agrees(string id)
    {
        var test = ParityCases.Get(Suite, id);

        var size = ResizeGeometry.Limit(
            new ImageSize(test.Integer("w")!.Value, test.Integer("h")!.Value), test.Integer("max_px"), test.Integer("max_h"), test.Integer("max_w"));

        test.AssertOut(("size", Sides(size)));
    }

    [Theory, MemberData(nameof(FitSideCases))]
    public void FitSide_agrees(string id)
    {
        var test = ParityCases.Get(Suite, id);

        var size = ResizeGeometry.FitSide(
            new ImageSize(test.Integer("w")!.Value, test.Integer("h")!.Value), test.Integer("targ_sz")!.Value, test.Flag("use_min")!.Value);

        test.AssertOut(("size", Sides(size)));
    }

    [Theory, MemberData(nameof(ToTensorCases))]
    public void Planes_agree(string id)
    {
        var test = ParityCases.Get(Suite, id);
        var kind = test.Text("kind");
        var image = Item.From(test).Image!;
        var planes = new byte[image.Pixels.Length];

        image.CopyPlanesTo(planes);

        // The tensor's type is the caller's business; the bytes and their order are the image's.
        long[] shape = kind == "mask" ? [image.Height, image.Width] : [image.Channels, image.Height, image.Width];
        var type = kind switch { "image" => "TensorImage", "bw" => "TensorImageBW", _ => "TensorMask" };
        test.AssertOut(("x", ParityTensor.FromBytes(planes, shape)), ("type", type));
    }

    private static void AssertCase(ParityCase test, Item actual, ImageRect? box, params (string Name, object? Value)[] more)
    {
        test.AssertOut(
        [
            ("x", actual.ToTensor()), ("size", Sides(actual.Size)),
            ("cp_size", box is { } b ? Sides(b.Size) : null), ("tl", box is { } c ? new[] { c.Left, c.Top } : null), .. more,
        ]);

        // The cases allow a grey level; this resize is meant to be Pillow's to the last bit.
        if (actual.Image is not null) Assert.Equal(test.OutTensor("x").Data, actual.ToTensor().Data);
    }

    private static int[] Sides(ImageSize size) => [size.Width, size.Height];

    private static ImageSize SizeArg(ParityCase test, string name) => test.Arg(name).ValueKind == JsonValueKind.Number
        ? ImageSize.Square(test.Integer(name)!.Value)
        : new ImageSize(test.Arg(name)[1].GetInt32(), test.Arg(name)[0].GetInt32());

    private static ResizeMethod MethodArg(ParityCase test) => Enum.Parse<ResizeMethod>(test.Text("method") ?? "crop", ignoreCase: true);

    private static PadMode PadArg(ParityCase test, PadMode missing) =>
        test.Text("pad_mode") is { } mode ? Enum.Parse<PadMode>(mode, ignoreCase: true) : missing;

    /// <summary>Gives out the draws of a case in their order, and notes the bounds that were asked for.</summary>
    private sealed class Draws(ParityCase test)
    {
        private readonly Queue<double> _uniform = new(test.Numbers("uniform") ?? []);
        private readonly Queue<double> _integers = new(test.Numbers("randint") ?? []);

        public List<double[]> UniformRanges { get; } = [];

        public List<int[]> IntegerRanges { get; } = [];

        public double Uniform(double low, double high)
        {
            UniformRanges.Add([low, high]);
            return _uniform.Dequeue();
        }

        public int Integer(int low, int high)
        {
            IntegerRanges.Add([low, high]);
            return (int)_integers.Dequeue();
        }
    }

    /// <summary>An image, or points (two coordinates each; a box is two of them) with the size of the image that they lie on.</summary>
    private sealed record Item(ImageSize Size, Image? Image, ParityTensor? Points, Resampling Resampling = Resampling.Bilinear)
    {
        public static Item From(ParityCase test)
        {
            var x = test.InTensor("x");
            if (x.Type == "f32")
            {
                var size = test.In("img_size");
                return new Item(new ImageSize(size[0].GetInt32(), size[1].GetInt32()), null, x);
            }

            var image = Image.FromPixels(x.ToBytes(), (int)x.Shape[1], (int)x.Shape[0], x.Shape.Count == 3 ? ImageMode.Rgb : ImageMode.Gray);
            return new Item(image.Size, image, null, test.Text("kind") == "mask" ? Resampling.Nearest : Resampling.Bilinear);
        }

        public Item CropPad(ResizePlan plan, PadMode padMode) => Image is { } image
            ? this with { Image = plan.Apply(image, padMode, Resampling), Size = plan.Target }
            : MapPoints((x, y) => plan.Box.MapPoint(Size, x, y)) with { Size = plan.Target };

        public Item Dihedral(int k)
        {
            if (Image is { } image) return this with { Image = image.Dihedral(k), Size = image.Dihedral(k).Size };

            var mapped = MapPoints((x, y) => DihedralMap.MapPoint(k, x, y));
            return mapped.Points!.Shape[^1] == 4 ? mapped with { Points = InOrder(mapped.Points) } : mapped;
        }

        public ParityTensor ToTensor() => Image is { } image
            ? ParityTensor.FromBytes(image.Pixels, image.Mode == ImageMode.Rgb ? [image.Height, image.Width, 3] : [image.Height, image.Width])
            : Points!;

        private Item MapPoints(Func<float, float, (float X, float Y)> map)
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
}
