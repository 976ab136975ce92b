using FastAI.Vision;
using TorchSharp;
using Xunit;

namespace FastAI.Tests.Vision;

[NoTensorLeaks]
public sealed class IntToFloatTensorTests
{
    public static TheoryData<string> VisionCases => ParityCases.Of("vision-aug", "vision.aug.int_to_float", "vision.aug.int_to_float.mask", "vision.aug.int_to_float.mask-div");

    [Theory, MemberData(nameof(VisionCases))]
    public void Agrees_with_fastais_vision(string id)
    {
        var test = ParityCases.Get("vision-aug", id);
        var (encoded, decoded) = RoundTrip(test);

        test.AssertOut(("x", encoded), ("decoded", decoded with { Type = "i64" }));
    }

    [Fact]
    public void A_float_image_is_divided_and_left_as_it_is()
    {
        using var image = torch.full([1, 3, 2, 2], 51f);

        using var encoded = new IntToFloatTensor().Encode(new TensorImage(image)).Data;

        Assert.Equal(0.2f, encoded.data<float>()[0], 1e-6f);
        Assert.Equal(51f, image.data<float>()[0]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    public void A_divisor_that_is_not_above_0_is_refused(double div)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new IntToFloatTensor { Div = div });
    }

    private static (ParityTensor Encoded, ParityTensor Decoded) RoundTrip(ParityCase test)
    {
        using var x = test.InTensor("x").ToTensor();
        var step = new IntToFloatTensor { Div = test.Number("div") ?? 255 };
        var encoded = step.Encode(new TensorImage(x));
        using var encodedData = encoded.Data;
        using var decoded = step.Decode(encoded).Data;
        return (ParityTensor.From(encodedData), ParityTensor.From(decoded));
    }
}
