using Xunit;

namespace FastAI.Tests.Vision;

/// <summary>The suite <c>vision-resize</c> allows a grey level; this resize is meant to be Pillow's to the last bit.</summary>
public class ResizeParityTests
{
    public static TheoryData<string> Images
        => [.. ParityCases.All("vision-resize").Where(test => test.HasOut("x") && test.OutTensor("x").Type == "u8").Select(test => test.Id)];

    [Theory, MemberData(nameof(Images))]
    public void Pixels_are_the_references_to_the_last_bit(string id)
    {
        var test = ParityCases.Get("vision-resize", id);

        var result = OpSet.Find(test.Op)!(test);

        Assert.Equal(test.OutTensor("x").Data, Assert.IsType<ParityTensor>(result.Values.Single(named => named.Name == "x").Value).Data);
    }
}
