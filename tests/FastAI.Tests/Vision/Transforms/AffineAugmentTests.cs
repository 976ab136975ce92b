using System.Text.Json;
using System.Text.Json.Nodes;
using FastAI.Vision;
using TorchSharp;
using Xunit;

namespace FastAI.Tests.Vision;

[NoTensorLeaks]
public sealed class AffineAugmentTests
{
    // Dihedral movements, warps, masks and points are not there yet; other samplings than bilinear at aligned corners are not offered.
    public static TheoryData<string> Cases => ParityCases.Of(
        "vision-aug", "vision.aug.pipeline",
        [.. ((string[])["dihedral", "rotate-noalign", "rotate-nearest", "warp", "compose", "two-warps", "mask", "mask-warp", "points", "points-all",
            "points-two-warps", "bbox", "bbox-flip", "points-dihedral"]).Select(name => $"vision.aug.pipeline.{name}")]);

    [Theory, MemberData(nameof(Cases))]
    public void Agrees_with_fastai(string id)
    {
        var test = ParityCases.Get("vision-aug", id);
        using var x = test.InTensor("x").ToTensor();
        var steps = test.In("tfms").EnumerateArray().ToArray();
        JsonElement Setting(string name) => steps[0].TryGetProperty(name, out var value) ? value : default;
        var size = Setting("size") is { ValueKind: JsonValueKind.Array } sides ? new ImageSize(sides[1].GetInt32(), sides[0].GetInt32()) : (ImageSize?)null;
        var padMode = Setting("pad_mode") is { ValueKind: JsonValueKind.String } mode ? Enum.Parse<PadMode>(mode.GetString()!, ignoreCase: true) : PadMode.Reflection;
        var isTraining = test.Integer("split_idx") == 0;

        var matrices = Enumerable.Range(0, (int)x.shape[0]).Select(sample => !isTraining ? PlaneMatrix.Identity : steps.Aggregate(
            PlaneMatrix.Identity,
            (matrix, step) => matrix * PlaneMatrixTests.Of(step.GetProperty("name").GetString()!, sample, name => step.TryGetProperty(name, out var value) ? value : default))).ToArray();

        using var mat = AffineAugment.Matrices(matrices, (double)x.shape[2] / x.shape[3], torch.CPU);
        using var moved = new AffineAugment { Size = size, PadMode = padMode }.Encode(new TensorImage(x), [.. matrices.Select(matrix => new PlaneMoves(matrix))]).Data;
        test.AssertOut(("mat", mat), ("x", moved));
    }

    [Fact]
    public void Each_sample_moves_in_its_own_way_and_the_same_way_again()
    {
        var step = new AffineAugment { Steps = [new FlipStep(), new RotateStep { Probability = 1 }, new ZoomStep { Probability = 1 }] };
        using var picture = torch.rand([1, 3, 8, 8]);
        using var x = picture.repeat(4, 1, 1, 1);
        torch.Tensor Run(params int[] indices) => ((TensorImage)new TensorImage(x).Map(step.Start(new BatchContext(42, 0, indices, Split.Train, torch.CPU)))).Data;

        using var first = Run(0, 1, 2, 3);
        using var second = Run(3, 2, 1, 0);

        float[] Row(torch.Tensor batch, int row) => batch.data<float>().Skip(row * 3 * 64).Take(3 * 64).ToArray();
        Assert.Equal(4, Enumerable.Range(0, 4).Select(row => string.Join(' ', Row(first, row))).Distinct().Count());
        for (var row = 0; row < 4; row++) Assert.Equal(Row(first, row), Row(second, 3 - row));
    }

    [Fact]
    public void In_validation_only_a_size_takes_effect()
    {
        AffineStep[] steps = [new FlipStep { Probability = 1 }];
        using var x = torch.rand([1, 3, 6, 6]);
        var sized = new AffineAugment { Steps = steps, Size = ImageSize.Square(6) };

        using var same = ((TensorImage)new TensorImage(x).Map(sized.Start(new BatchContext(42, 0, [0], Split.Valid, torch.CPU)))).Data;

        Assert.False(new AffineAugment { Steps = steps }.RunsOn(Split.Valid));
        Assert.True(sized.RunsOn(Split.Valid));
        Assert.Equal(x.data<float>().ToArray(), same.data<float>().ToArray(), new Near(1e-5f));
    }

    [Fact]
    public void Draws_stay_within_their_bounds_and_happen_with_their_probability()
    {
        var random = new SampleRandom(1, 0, 0);
        var (turned, angles) = (0, new List<double>());
        var step = new RotateStep { MaxDegrees = 20, Probability = 0.3 };
        for (var i = 0; i < 5000; i++)
        {
            var matrix = step.Draw(ref random);
            if (matrix == PlaneMatrix.Identity) continue;
            turned++;
            angles.Add(Math.Atan2(matrix.Xy, matrix.Xx) * 180 / Math.PI);
        }

        Assert.InRange(turned, 1500 - 130, 1500 + 130);
        Assert.InRange(angles.Min(), -20, -19);
        Assert.InRange(angles.Max(), 19, 20);
        Assert.InRange(angles.Average(), -1.2, 1.2);
    }

    [Fact]
    public void Settings_survive_a_file()
    {
        VisionComponents.Register();
        var step = new AffineAugment { Steps = [new FlipStep { Probability = 1 }, new RotateStep { MaxDegrees = 3 }, new ZoomStep { Min = 0.5, Max = 2 }], Size = new(8, 6), PadMode = PadMode.Zeros };

        var read = Components.Read<BatchTransform>(JsonNode.Parse(Components.Write(step).ToJsonString()));

        Assert.Equal(step.Steps, Assert.IsType<AffineAugment>(read).Steps);
        Assert.Equal((step.Size, step.PadMode), (((AffineAugment)read).Size, ((AffineAugment)read).PadMode));
    }

    [Fact]
    public void Settings_that_make_no_sense_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new FlipStep { Probability = 1.5 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ZoomStep { Min = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new AffineAugment { Size = new(0, 4) });
    }

    private sealed class Near(float tolerance) : IEqualityComparer<float>
    {
        public bool Equals(float x, float y) => Math.Abs(x - y) <= tolerance;

        public int GetHashCode(float obj) => 0;
    }
}
