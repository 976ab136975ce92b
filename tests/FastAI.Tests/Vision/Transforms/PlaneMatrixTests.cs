using System.Text.Json;
using FastAI.Vision;
using Xunit;

namespace FastAI.Tests.Vision;

public sealed class PlaneMatrixTests
{
    public static TheoryData<string> Cases => ParityCases.Of("vision-aug", "vision.aug.mat", "vision.aug.mat.dihedral");

    [Theory, MemberData(nameof(Cases))]
    public void Agrees_with_fastai(string id)
    {
        var test = ParityCases.Get("vision-aug", id);
        var count = test.Integer("bs")!.Value;

        var matrices = Enumerable.Range(0, count).Select(sample => Of(test.Text("name")!, sample, test.Arg));

        test.AssertOut(("mat", ParityTensor.FromFloats(
            matrices.SelectMany(m => (double[])[m.Xx, m.Xy, m.X0, m.Yx, m.Yy, m.Y0, 0, 0, 1]).Select(number => (float)number), count, 3, 3)));
    }

    [Fact]
    public void A_rotation_stays_one_on_a_picture_that_is_not_square()
    {
        var matrix = PlaneMatrix.Rotate(30).ForAspect(0.5);

        Assert.Equal((0.25, -1.0), (Math.Round(matrix.Xy, 12), Math.Round(matrix.Yx, 12)));
    }

    /// <summary>The movement that a case describes, with the draws of one sample.</summary>
    internal static PlaneMatrix Of(string name, int sample, Func<string, JsonElement> argument)
    {
        double Draw(string argumentName) => argument(argumentName) is { ValueKind: JsonValueKind.Array } list ? list[sample].GetDouble() : argument(argumentName).GetDouble();
        return name switch
        {
            "flip" => Draw("draw") == 1 ? PlaneMatrix.Flip() : PlaneMatrix.Identity,
            "rotate" => PlaneMatrix.Rotate(Draw("draw")),
            "zoom" => PlaneMatrix.Zoom(Draw("draw"), Draw("draw_x"), Draw("draw_y")),
            var other => throw new NotSupportedException(other),
        };
    }
}
