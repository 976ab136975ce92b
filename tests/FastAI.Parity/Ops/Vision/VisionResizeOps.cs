using System.Text.Json;
using FastAI.Vision;

namespace FastAI.Parity;

/// <summary>The suite <c>vision-resize</c>: pixels, sizes, points and boxes of one item.</summary>
internal static class VisionResizeOps
{
    [Op("vision.resize.resize")]
    private static OpResult Resize(ParityCase test)
    {
        var pcts = (IsTraining(test) ? test.Numbers("pcts") : null) ?? [0.5, 0.5];
        var item = ResizeItem.From(test);

        var plan = ResizeGeometry.Plan(item.Size, Size(test), Enum.Parse<ResizeMethod>(test.Text("method") ?? "crop", ignoreCase: true), pcts[0], pcts[1]);

        return Of(item.CropPad(plan, Pad(test, PadMode.Reflection)), plan.Box);
    }

    [Op("vision.resize.crop_pad")]
    private static OpResult CropPad(ParityCase test)
    {
        var item = ResizeItem.From(test);

        var box = ResizeGeometry.CentreBox(item.Size, Size(test));

        return Of(item.CropPad(new ResizePlan(box, box.Size), Pad(test, PadMode.Zeros)), box);
    }

    [Op("vision.resize.random_crop")]
    private static OpResult RandomCrop(ParityCase test)
    {
        var item = ResizeItem.From(test);
        var draws = new Draws(test);

        var box = IsTraining(test) ? ResizeGeometry.RandomBox(item.Size, Size(test), draws.Integer) : ResizeGeometry.CentreBox(item.Size, Size(test));

        return Of(item.CropPad(new ResizePlan(box, box.Size), PadMode.Zeros), box, ("ranges", draws.IntegerRanges));
    }

    [Op("vision.resize.random_resized_crop")]
    private static OpResult RandomResizedCrop(ParityCase test)
    {
        var item = ResizeItem.From(test);
        var draws = new Draws(test);
        var target = Size(test);
        var ratio = test.Numbers("ratio") ?? [3 / 4.0, 4 / 3.0];
        var options = new RandomResizedCropOptions
        {
            MinScale = test.Number("min_scale") ?? 0.08,
            MaxScale = test.Number("max_scale") ?? 1,
            MinAspect = ratio[0],
            MaxAspect = ratio[1],
            ValidationExtra = test.Number("val_xtra") ?? 0.14,
        };

        var plan = IsTraining(test)
            ? ResizeGeometry.RandomResizedCrop(item.Size, target, options, draws.Uniform, draws.Integer)
            : ResizeGeometry.ValidationSquish(item.Size, target, options);

        var result = item.CropPad(plan, PadMode.Zeros);
        if (plan.Target != target) result = result.CropPad(new ResizePlan(ResizeGeometry.CentreBox(plan.Target, target), target), PadMode.Zeros);
        return Of(result, plan.Box, ("final_size", Sides(plan.Target)), ("int_ranges", draws.IntegerRanges), ("uniform_ranges", draws.UniformRanges));
    }

    [Op("vision.resize.ratio_resize")]
    private static OpResult RatioResize(ParityCase test)
    {
        var pcts = test.Numbers("pcts") ?? [0.5, 0.5];
        var item = ResizeItem.From(test);

        var plan = ResizeGeometry.RatioResize(item.Size, test.Int("max_sz"), pcts[0], pcts[1]);

        return Of(item.CropPad(plan, PadMode.Reflection), plan.Box);
    }

    [Op("vision.resize.flip_item")]
    private static OpResult Flip(ParityCase test) => Of(ResizeItem.From(test).Dihedral(1), box: null);

    [Op("vision.resize.dihedral_item")]
    private static OpResult Dihedral(ParityCase test) => Of(ResizeItem.From(test).Dihedral(test.Int("k")), box: null);

    [Op("vision.image.resize_max")]
    private static OpResult Limit(ParityCase test)
        => new(("size", Sides(ResizeGeometry.Limit(
            new ImageSize(test.Int("w"), test.Int("h")), test.Integer("max_px"), test.Integer("max_h"), test.Integer("max_w")))));

    [Op("vision.image.resize_to")]
    private static OpResult FitSide(ParityCase test)
        => new(("size", Sides(ResizeGeometry.FitSide(new ImageSize(test.Int("w"), test.Int("h")), test.Int("targ_sz"), test.Flag("use_min") ?? false))));

    [Op("vision.image.to_tensor")]
    private static OpResult ToTensor(ParityCase test)
    {
        var kind = test.Word("kind");
        var image = ResizeItem.From(test).Image!;
        var planes = new byte[image.Pixels.Length];

        image.CopyPlanesTo(planes);

        // The bytes and their order are the image's; which of the reference's types they have there follows from its kind.
        return new(
            ("x", ParityTensor.FromBytes(planes, kind == "mask" ? [image.Height, image.Width] : [image.Channels, image.Height, image.Width])),
            ("type", kind switch { "image" => "TensorImage", "bw" => "TensorImageBW", _ => "TensorMask" }));
    }

    private static OpResult Of(ResizeItem item, ImageRect? box, params (string Name, object? Value)[] more) => new(
    [
        ("x", item.ToTensor()), ("size", Sides(item.Size)),
        ("cp_size", box is { } b ? Sides(b.Size) : null), ("tl", box is { } c ? new[] { c.Left, c.Top } : null), .. more,
    ]);

    private static bool IsTraining(ParityCase test) => test.Integer("split_idx") is null or 0;

    private static int[] Sides(ImageSize size) => [size.Width, size.Height];

    private static ImageSize Size(ParityCase test) => test.Arg("size").ValueKind == JsonValueKind.Number
        ? ImageSize.Square(test.Int("size"))
        : new ImageSize(test.Arg("size")[1].GetInt32(), test.Arg("size")[0].GetInt32());

    private static PadMode Pad(ParityCase test, PadMode missing) => test.Text("pad_mode") is { } mode ? Enum.Parse<PadMode>(mode, ignoreCase: true) : missing;
}
