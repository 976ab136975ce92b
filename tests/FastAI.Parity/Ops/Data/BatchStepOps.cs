using FastAI.Vision;

namespace FastAI.Parity;

/// <summary>Steps for batches of images, and pictures as tensors, in the suite <c>data</c>.</summary>
internal static class BatchStepOps
{
    [Op("data.int_to_float")]
    private static OpResult IntToFloat(ParityCase test)
    {
        if (test.Flag("mask") == true) throw new UnknownOptionException("A mask has no element type.");

        using var x = test.InTensor("x").ToTensor();
        var step = new IntToFloatTensor { Div = test.Number("div") ?? 255 };
        var encoded = step.Encode(new TensorImage(x));
        return new(("encoded", ParityTensor.From(encoded.Data)), ("decoded", Bytes(step.Decode(encoded))));
    }

    [Op("data.int_to_float_decode")]
    private static OpResult IntToFloatDecode(ParityCase test)
    {
        using var x = test.InTensor("x").ToTensor();
        return new(("decoded", Bytes(new IntToFloatTensor { Div = test.Number("div") ?? 255 }.Decode(new TensorImage(x)))));
    }

    [Op("data.normalize")]
    private static OpResult Normalize(ParityCase test)
    {
        if (test.Numbers("axes") is { } axes && !axes.SequenceEqual([0, 2, 3])) throw new UnknownOptionException("Statistics are those of a channel.");

        using var x = test.InTensor("x").ToTensor();
        var step = NormalizeFor(test, x);
        var encoded = step.Encode(new TensorImage(x));
        return new(
            ("mean", PerChannel(step.Mean!)), ("std", PerChannel(step.Std!)), ("encoded", ParityTensor.From(encoded.Data)),
            ("decoded", ParityTensor.From(step.Decode(encoded).Data)));
    }

    /// <summary>With the statistics of the case, or those of its batch.</summary>
    internal static Normalize NormalizeFor(ParityCase test, TorchSharp.torch.Tensor x)
    {
        if (test.Numbers("mean") is { } mean) return new() { Mean = [.. mean.Select(m => (float)m)], Std = [.. test.Numbers("std")!.Select(s => (float)s)] };

        using var batch = new Batch([new TensorImage(x.alias())], [], [.. Enumerable.Range(0, (int)x.shape[0])], Split.Train);
        return (Normalize)new Normalize().SetUp(batch);
    }

    [Op("data.to_tensor")]
    private static OpResult ToTensor(ParityCase test)
    {
        var array = test.InTensor("array");
        var kind = test.Word("kind");
        var image = Image.FromPixels(array.ToBytes(), (int)array.Shape[1], (int)array.Shape[0], kind == "rgb" ? ImageMode.Rgb : ImageMode.Gray);
        var planes = new byte[image.Pixels.Length];
        image.CopyPlanesTo(planes);
        return new(("tensor", ParityTensor.FromBytes(planes, kind == "mask" ? [image.Height, image.Width] : [image.Channels, image.Height, image.Width])));
    }

    // Decoded pixels are bytes here; the reference keeps them in wider whole numbers.
    private static ParityTensor Bytes(TensorImage image) => ParityTensor.From(image.Data) with { Type = "i64" };

    private static ParityTensor PerChannel(IReadOnlyList<float> values) => ParityTensor.FromFloats(values, 1, values.Count, 1, 1);
}
