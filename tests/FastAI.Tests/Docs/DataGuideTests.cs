using FastAI.Tests.Vision;
using FastAI.Vision;
using SkiaSharp;
using Xunit;
using static FastAI.Vision.Prelude;
using static TorchSharp.torch;

namespace FastAI.Tests.Docs;

/// <summary>The programs of docs/guide/data.md.</summary>
public sealed class DataGuideTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact, NoTensorLeaks]
    public void From_a_folder_to_batches()
    {
        var path = ImagesByFolder("cat", "dog");

        var pets = DataBlock.Create(
            ImageBlock(), CategoryBlock(),
            getItems: GetImageFiles,
            getY: ParentLabel,
            splitter: RandomSplitter(validPct: 0.25, seed: 42),
            itemTfms: [Resize(32)]);

        using var dls = pets.DataLoaders(path, batchSize: 8);
        using var batch = dls.Train.OneBatch();

        var datasets = pets.Datasets(path);
        var (image, category) = datasets.Train[0];

        Assert.Equal([8L, 3, 32, 32], batch.Inputs[0].Data.shape);
        Assert.Equal((40, 30), (image.Width, image.Height));
        Assert.Contains(category.Label, (string[])["cat", "dog"]);
        Assert.Null(pets.Summary(path).Failure);
    }

    [Fact, NoTensorLeaks]
    public void Two_images_one_label()
    {
        var path = ImagesByFolder("cat", "dog");

        var files = GetImageFiles(path);
        var pairs = files.Select((file, i) => (Left: file, Right: files[(7 * i + 3) % files.Count])).ToArray();

        var siamese = DataBlock.OfItems(
            Block.Of(ImageBlock(), ImageBlock()),
            CategoryBlock(["different", "same"]),
            getX: ((string Left, string Right) pair) => pair,
            getY: pair => ParentLabel(pair.Left) == ParentLabel(pair.Right) ? "same" : "different",
            itemTfms: [Resize(32)]);

        using var dls = siamese.DataLoaders(pairs, batchSize: 8);
        using var batch = dls.Train.OneBatch();

        foreach (var ((left, right), label) in dls.Decode(batch))
            Assert.Equal("32×32, 32×32", $"{left.Width}×{left.Height}, {right.Width}×{right.Height}");
        Assert.Equal(["TensorImage [8, 3, 32, 32]", "TensorImage [8, 3, 32, 32]"], batch.Inputs.Select(input => $"{input.GetType().Name} [{string.Join(", ", input.Data.shape)}]"));

        // Converted to numbers from 0 to 1 once, although both blocks bring that step.
        Assert.All(batch.Inputs, input => Assert.InRange(input.Data.data<float>().Max(), 0.5f, 1));
    }

    [Fact]
    public void D04_images_of_a_pair_are_compared_with_those_in_the_same_place()
    {
        var path = ImagesByFolder("cat");
        var files = GetImageFiles(path);
        var odd = Path.Combine(path, "odd.png");
        File.WriteAllBytes(odd, TestImages.Encode(TestImages.Noise(20, 30), SKEncodedImageFormat.Png));
        var block = DataBlock.OfPairs(Block.Of(ImageBlock(), ImageBlock()), CategoryBlock(), EndSplitter(0.1));
        DataLoaders<(Image, Image), Category> Load(Func<int, string> right)
            => block.DataLoaders(files.Select((file, i) => ((file, right(i)), i % 2 == 0 ? "a" : "b")), batchSize: 8);

        Load(_ => odd).Dispose();
        var error = Assert.Throws<DataException>(() => Load(i => i == 3 ? odd : files[i]));

        Assert.All(["odd.png", "[3, 30, 40]", "[3, 30, 20]", "Resize"], token => Assert.Contains(token, error.Message));
    }

    [Fact]
    public void A_summary_counts_each_of_several_labels()
    {
        var block = DataBlock.OfItems(
            new RegressionBlock(), MultiCategoryBlock(), (int item) => item, item => item % 2 == 0 ? ["even", "whole"] : new[] { "whole" }, EndSplitter());

        Assert.Contains("even 4 + 1, whole 8 + 2", block.Summary(Enumerable.Range(0, 10)).ToString());
    }

    [Fact, NoTensorLeaks]
    public void Several_labels_out_of_a_csv_file()
    {
        var path = ImagesByFolder("train");
        File.WriteAllText(Path.Combine(path, "train.csv"),
            "fname,labels,is_valid\n" + string.Concat(Enumerable.Range(0, 12).Select(i => $"{i},{(i % 3 == 0 ? "haze road" : i % 3 == 1 ? "clear" : "")},{(i < 9 ? "False" : "True")}\n")));

        var table = Table.ReadCsv(Path.Combine(path, "train.csv"));

        var scenes = DataBlock.OfItems(
            ImageBlock(), MultiCategoryBlock(),
            getX: ColReader.File("fname", Path.Combine(path, "train"), ".png"),
            getY: ColReader.Labels("labels", delimiter: " "),
            splitter: ColSplitter("is_valid"),
            itemTfms: [Resize(32)]);

        using var dls = scenes.DataLoaders(table, batchSize: 4);
        using var batch = dls.Valid.OneBatch();

        Assert.Equal(["clear", "haze", "road"], dls.Vocabulary);
        Assert.Equal([0f, 1, 1, 1, 0, 0, 0, 0, 0], batch.Targets[0].Data.data<float>().ToArray());
        Assert.Equal(["haze;road", "clear", ""], dls.Decode(batch).Select(sample => sample.Y.ToString()));
    }

    [Fact]
    public void An_image_with_two_targets()
    {
        var path = ImagesByFolder("faces");
        File.WriteAllText(Path.Combine(path, "faces.csv"),
            "fname,mood,age\n" + string.Concat(Enumerable.Range(0, 12).Select(i => $"{i},{(i % 2 == 0 ? "glad" : "sad")},{20 + i}\n")));
        var table = Table.ReadCsv(Path.Combine(path, "faces.csv"));

        var faces = DataBlock.OfItems(
            ImageBlock(), Block.Of(CategoryBlock(), RegressionBlock()),
            getX: ColReader.File("fname", Path.Combine(path, "faces"), ".png"),
            getY: row => (row.Text("mood"), row.Number("age")),
            splitter: EndSplitter(0.25),
            itemTfms: [Resize(32)]);

        using var dls = faces.DataLoaders(table, batchSize: 4);
        var model = nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(3, dls.YCodec.Outputs));
        using var learn = new Learner<Image, (Category, Number)>(dls, model, new MoodAndAge());
        learn.Fit(epochs: 1, learningRate: 1e-3);

        var (mood, age) = learn.Predict(Image.Open(Path.Combine(path, "faces", "0.png"))).Value;

        Assert.Contains(mood.Label, (string[])["glad", "sad"]);
        Assert.True(float.IsFinite(age));
        Assert.Equal(3, dls.YCodec.Outputs);
    }

    [Fact, NoTensorLeaks]
    public void A_type_of_your_own()
    {
        var recordings = Enumerable.Range(0, 12).Select(i => new Recording([.. Enumerable.Range(0, 16).Select(t => MathF.Sin(i * t))], i % 2 == 0 ? "hum" : "click")).ToArray();

        var sounds = DataBlock.OfItems(
            Block.Of((Recording recording) => new Signal(recording.Samples), new SignalCodec(16)),
            CategoryBlock(),
            getY: recording => recording.Label);

        using var dls = sounds.DataLoaders(recordings, batchSize: 4);
        using var batch = dls.Train.OneBatch();

        Assert.Equal([4L, 1, 16], batch.Inputs[0].Data.shape);
        Assert.Equal(1, dls.Decode(batch)[0].X.Samples.Max(Math.Abs), 3);
    }

    public sealed record Recording(float[] Samples, string Label);

    public sealed record Signal(float[] Samples);

    public sealed record SignalCodec(int Length) : FloatCodec<Signal>
    {
        protected override IReadOnlyList<long> Shape => [1, Length];

        protected override void Write(Signal value, Span<float> row)
        {
            var loudest = value.Samples.Max(Math.Abs);
            for (var t = 0; t < row.Length; t++) row[t] = value.Samples[t] / loudest;
        }

        protected override Signal Read(ReadOnlySpan<float> row) => new(row.ToArray());
    }

    public sealed record MoodAndAge : Loss
    {
        public override Tensor Forward(Tensors prediction, Tensors target) => PerSample(prediction, target).mean();

        public override Tensor PerSample(Tensors prediction, Tensors target)
        {
            var (mood, age) = (prediction.Single[.., ..^1], prediction.Single[.., ^1]);
            return nn.functional.cross_entropy(mood, target[0], reduction: nn.Reduction.None) + 0.01 * (age - target[1]).square();
        }

        public override Tensors Activation(Tensors prediction)
            => Tensors.Of(prediction.Single[.., ..^1].softmax(-1), prediction.Single[.., ^1]);

        public override Tensors Decode(Tensors activated) => Tensors.Of(activated[0].argmax(-1), activated[1]);
    }

    // Twelve images of 40 by 30 in each folder.
    private string ImagesByFolder(params string[] names)
    {
        foreach (var name in names)
        {
            var folder = Directory.CreateDirectory(_folder.File(name)).FullName;
            for (var i = 0; i < 12; i++)
                File.WriteAllBytes(Path.Combine(folder, $"{i}.png"), TestImages.Encode(TestImages.Noise(40, 30, seed: i + 1), SKEncodedImageFormat.Png));
        }

        return _folder.Path;
    }
}
