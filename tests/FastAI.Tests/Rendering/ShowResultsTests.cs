using FastAI.Vision;
using Xunit;
using static TorchSharp.torch;

namespace FastAI.Tests.Rendering;

[NoTensorLeaks]
public class ShowResultsTests
{
    private const int Tile = 256;

    [Fact]
    public void Captions_are_green_where_the_prediction_is_right_and_red_where_not()
    {
        using var folder = new TemporaryFolder();
        using var dls = ColoredFolders.Load(folder, eachClass: 30);
        using var learn = new Learner<Image, Category>(dls, new AlwaysSecond());

        var figure = learn.ShowResults(maxItems: 8, columns: 4);

        var caption = (figure.Height - 2 * 16 - 14 - 2 * Tile) / 2;
        var (right, wrong) = (0, 0);
        for (var i = 0; i < 8; i++)
        {
            var (left, top) = (16 + i % 4 * (Tile + 14), 16 + i / 4 * (Tile + 14 + caption));
            var green = figure.Count(Pixels.IsGreen, left, top, left + Tile, top + caption - 1);
            var red = figure.Count(Pixels.IsRed, left, top, left + Tile, top + caption - 1);
            if (figure.At(left + Tile / 2, top + caption + Tile / 2) == ColoredFolders.Yellow)
            {
                right++;
                Assert.True(green > 20 && red == 0, $"cell {i}: {green} green, {red} red");
            }
            else
            {
                wrong++;
                Assert.True(red > 20 && green == 0, $"cell {i}: {green} green, {red} red");
            }
        }

        Assert.True(right > 0 && wrong > 0);
    }

    [Fact]
    public void Another_seed_shows_other_samples_and_the_same_seed_the_same()
    {
        using var folder = new TemporaryFolder();
        using var dls = ColoredFolders.Load(folder, eachClass: 30);
        using var learn = new Learner<Image, Category>(dls, new AlwaysSecond());
        byte[] Drawn(long seed) => learn.ShowResults(maxItems: 8, seed: seed).Pixels.ToArray();

        var first = Drawn(1);

        Assert.Equal(first, Drawn(1));
        Assert.Contains(Enumerable.Range(2, 5), seed => !Drawn(seed).AsSpan().SequenceEqual(first));
    }

    [Fact]
    public void The_model_is_in_its_mode_again_afterwards()
    {
        using var folder = new TemporaryFolder();
        using var dls = ColoredFolders.Load(folder);
        using var learn = new Learner<Image, Category>(dls, new AlwaysSecond());
        learn.Model.train();

        learn.ShowResults();

        Assert.True(learn.Model.training);
    }

    [Fact]
    public void Predictions_for_a_batch_are_those_for_its_samples()
    {
        using var folder = new TemporaryFolder();
        using var dls = ColoredFolders.Load(folder);
        using var learn = new Learner<Image, Category>(dls, new SimpleCnn([3, 4, 2]));
        using var batch = dls.Valid.OneBatch();

        var predictions = learn.PredictBatch(batch);

        var single = learn.Predict(dls.Valid.Dataset[0].X);
        Assert.Equal(batch.Size, predictions.Count);
        Assert.Equal(single.Value, predictions[0].Value);
        Assert.Equal(single.Probability!.Value, predictions[0].Probability!.Value, tolerance: 1e-5);
    }

    [Fact]
    public void Text_makes_a_table_with_the_prediction_coloured()
    {
        using var dls = WordLoaders.Load("text");
        using var learn = new Learner<string, Category>(dls, new AlwaysSecond());

        var figure = learn.ShowResults();

        Assert.True(figure.Count(Pixels.IsDark) > 50);
        Assert.True(figure.Count(Pixels.IsGreen) + figure.Count(Pixels.IsRed) > 20);
    }

    [Fact]
    public void Targets_that_are_pictures_stand_beside_the_predicted_ones()
    {
        using var folder = new TemporaryFolder();
        ColoredFolders.Load(folder).Dispose();
        using var dls = DataBlock.Create(new ImageBlock(), new ImageBlock(), (string root) => ItemFiles.GetImageFiles(root), getY: path => path)
            .DataLoaders(folder.Path, batchSize: 4, workers: 0);
        using var learn = new Learner<Image, Image>(dls, new Black(), new MSELossFlat());

        var figure = learn.ShowResults(maxItems: 1);

        // Input and target, then input and prediction: three parts in colour, one black.
        var picture = (figure.Width - 2 * 16 - 14) / 2;
        var colored = figure.Count(pixel => pixel == ColoredFolders.Blue || pixel == ColoredFolders.Yellow);
        var black = figure.Count(pixel => pixel == (0, 0, 0));
        Assert.InRange(black, colored / 3, colored * 0.36);
        Assert.True(figure.Count(Pixels.IsDark, right: 16 + picture, bottom: 16 + 20) > 20);
        Assert.True(figure.Count(Pixels.IsDark, left: 16 + picture + 14, bottom: 16 + 20) > 20);
    }

    /// <summary>Makes a black image of any.</summary>
    private sealed class Black : nn.Module<Tensor, Tensor>
    {
        public Black() : base(nameof(Black))
        {
        }

        public override Tensor forward(Tensor input) => zeros_like(input);
    }

    /// <summary>Is sure of the second of two classes, whatever it sees.</summary>
    private sealed class AlwaysSecond : nn.Module<Tensor, Tensor>
    {
        public AlwaysSecond() : base(nameof(AlwaysSecond))
        {
        }

        public override Tensor forward(Tensor input)
        {
            using var scores = tensor(new float[] { 0, 3 });
            return scores.expand(input.shape[0], 2).clone();
        }
    }
}
