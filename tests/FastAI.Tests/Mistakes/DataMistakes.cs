using System.Collections.Concurrent;
using System.Diagnostics;
using FastAI.Tests.Data;
using FastAI.Tests.Vision;
using FastAI.Vision;
using TorchSharp;
using Xunit;

namespace FastAI.Tests.Mistakes;

/// <summary>Mistakes that people make with data, and what becomes of them here.</summary>
[NoTensorLeaks]
public sealed class DataMistakes
{
    private static readonly LoaderOptions ByEight = new() { BatchSize = 8, Workers = 0, Shuffle = false };

    private const string Pets =
        """
        var pets = DataBlock.Create(
            ImageBlock(), CategoryBlock(),
            getItems: GetImageFiles,
            getY: ParentLabel,
            splitter: RandomSplitter(validPct: 0.2, seed: 42),
            itemTfms: [Resize(16)],
            batchTfms: [.. AugTransforms(), Normalize()]);
        """;

    [Fact]
    public void A_description_without_a_mistake_compiles() => CompilerCheck.Compiles(Pets + """
        using DataLoaders<Image, Category> dls = pets.DataLoaders("pets", batchSize: 8);
        """);

    [Fact]
    public void D01_a_class_that_occurs_only_in_validation()
    {
        using var folder = ImageFolder.CatsAndDogs(9);
        for (var i = 0; i < 6; i++) folder.Add($"{(i % 2 == 0 ? "cat" : "dog")}/valid{i}.png");
        var bird = folder.Add("bird/valid0.png");
        var block = ImageFolder.Block(path => path.Contains("valid", StringComparison.Ordinal));

        var error = Assert.Throws<DataException>(() => block.DataLoaders(folder.Path));

        Tokens.AssertIn(error.Message, "bird", bird, "validation", "cat", "dog", "vocabulary", "1 item");
        Assert.Equal((bird, "CategoryBlock"), (error.Item, error.Stage));
    }

    [Theory]
    [InlineData("ParentLabel")]
    [InlineData("\"label\"")]
    public void D02_a_target_whose_kind_is_not_named(string y)
        => CompilerCheck.Refuses($"var block = DataBlock.Create(ImageBlock(), {y}, getItems: GetImageFiles, getY: ParentLabel);", "CS0411");

    [Theory]
    [InlineData("path => path.Length")]
    [InlineData("path => new[] { path }")]
    public void D02_a_label_function_of_another_type(string getY)
        => CompilerCheck.Refuses($"var block = DataBlock.Create(ImageBlock(), CategoryBlock(), getItems: GetImageFiles, getY: {getY});", "CS0411");

    [Fact]
    public void D04_images_of_different_sizes_and_no_resize()
    {
        using var folder = new ImageFolder();
        string[] paths = [.. Enumerable.Range(0, 24).Select(i => folder.Add($"{(i % 2 == 0 ? "cat" : "dog")}/{i:00}.png", width: 16 + (i % 3)))];

        var error = Assert.Throws<DataException>(() => ImageFolder.Block().DataLoaders(folder.Path, ByEight));

        Tokens.AssertIn(error.Message, paths[0], paths[2], paths[4], "16", "17", "18", "Resize");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void D04_a_later_image_of_another_size(int workers)
    {
        using var folder = new ImageFolder();
        string[] paths = [.. Enumerable.Range(0, 64).Select(i => folder.Add($"{(i < 32 ? "cat" : "dog")}/{i:00}.png", width: i == 63 ? 17 : 16))];
        using var dls = ImageFolder.Block().DataLoaders(folder.Path, ByEight with { Workers = workers });
        var given = 0;

        var error = Assert.Throws<DataException>(() =>
        {
            foreach (var batch in dls.Train.Batches())
            {
                batch.Dispose();
                given++;
            }
        });

        Assert.Equal(7, given);
        Assert.Equal((paths[63], 63), (error.Item, error.Index));
        Tokens.AssertIn(error.Message, paths[63], paths[56], "[3, 16, 17]", "[3, 16, 16]", "Resize");
    }

    [Fact]
    public void D04_images_of_different_sizes_are_not_left_out_as_bad_items()
    {
        using var folder = new ImageFolder();
        for (var i = 0; i < 16; i++) folder.Add($"{(i < 8 ? "cat" : "dog")}/{i:00}.png", width: i == 15 ? 17 : 16);
        using var dls = ImageFolder.Block().DataLoaders(folder.Path, ByEight with { BadItems = BadItems.Skip });

        Assert.Throws<DataException>(() => Consume(dls.Train));
    }

    [Fact]
    public void D04_with_a_resize_images_of_different_sizes_are_right()
    {
        using var folder = new ImageFolder();
        for (var i = 0; i < 8; i++) folder.Add($"{(i < 4 ? "cat" : "dog")}/{i}.png", width: 16 + (i % 3));
        var block = ImageFolder.Block(itemTfms: [new Resize(12, 12)]);

        using var dls = block.DataLoaders(folder.Path, ByEight);

        using var batch = dls.Train.OneBatch();
        Assert.Equal([8, 3, 12, 12], batch.Inputs[0].Data.shape);
    }

    [Fact]
    public void D05_an_item_step_among_the_batch_steps()
    {
        CompilerCheck.Refuses(Pets.Replace("AugTransforms(), Normalize()", "AugTransforms(), Resize(16)", StringComparison.Ordinal), "CS0029");
        CompilerCheck.Refuses(Pets.Replace("itemTfms: [Resize(16)]", "itemTfms: [Normalize()]", StringComparison.Ordinal), "CS0029");
    }

    [Fact]
    public void D06_a_folder_that_does_not_exist()
    {
        using var folder = ImageFolder.CatsAndDogs(2);

        var error = Assert.Throws<ItemsNotFoundException>(() => ImageFolder.Block().DataLoaders(folder.File("typo")));

        Tokens.AssertIn(error.Message, folder.File("typo"), "0 items", ".png", "does not exist");
    }

    [Fact]
    public void D06_an_empty_folder_beside_one_that_holds_images()
    {
        using var folder = new ImageFolder();
        folder.Add("images/cat/1.png");
        Directory.CreateDirectory(folder.File("image"));

        var error = Assert.Throws<ItemsNotFoundException>(() => ImageFolder.Block().DataLoaders(folder.File("image")));

        Tokens.AssertIn(error.Message, "0 items", folder.File("image"), "no files", folder.File("images"), "is it the one you mean");
    }

    [Fact]
    public void D06_a_folder_without_images()
    {
        using var folder = new ImageFolder();
        for (var i = 0; i < 12; i++) folder.Add($"tables/{i}.csv", [1]);
        folder.Add("tables/a.txt", [1]);

        var error = Assert.Throws<ItemsNotFoundException>(() => ImageFolder.Block().DataLoaders(folder.File("tables")));

        Tokens.AssertIn(error.Message, "0 items", "12 .csv, 1 .txt", ".png", "Check the path");
    }

    [Fact]
    public void D07_a_step_for_inputs_leaves_targets_alone()
    {
        var block = DataBlock.Create(
            new ImageLike(), new NumberBlock(), getItems: (int count) => Enumerable.Repeat(5, count).ToArray(), getY: item => item, batchTfms: [new Noise()]);
        using var dls = block.DataLoaders(20, ByEight);

        foreach (var batch in dls.Train.Batches())
        {
            using (batch)
            {
                Assert.All(batch.Targets[0].Data.data<double>().ToArray(), target => Assert.Equal(5.0, target));
                Assert.All(batch.Inputs[0].Data.data<double>().ToArray(), input => Assert.NotEqual(5.0, input));
            }
        }
    }

    [Fact]
    public void D07_no_step_is_a_function_over_bare_tensors()
    {
        CompilerCheck.Refuses(Pets.Replace(".. AugTransforms(), Normalize()", "(TorchSharp.torch.Tensor x) => x + 1", StringComparison.Ordinal), "CS1660");

        var overTensors = from type in typeof(DataBlock).Assembly.GetExportedTypes().Concat(typeof(Resize).Assembly.GetExportedTypes())
                          from method in type.GetMethods()
                          from parameter in method.GetParameters()
                          where parameter.ParameterType == typeof(Func<torch.Tensor, torch.Tensor>)
                          select $"{type.Name}.{method.Name}({parameter.Name})";
        Assert.Empty(overTensors);
    }

    [Theory]
    [InlineData("new[] { \"cat\", \"dog\" }")]
    [InlineData("new List<string> { \"cat\" }")]
    public void D11_labels_as_a_list_beside_the_files(string labels)
        => CompilerCheck.Refuses(Pets.Replace("getY: ParentLabel", $"getY: {labels}", StringComparison.Ordinal), "CS1503");

    [Fact]
    public void G06_an_item_that_never_comes()
    {
        using var never = new ManualResetEventSlim();
        using var warnings = new WarningLog();
        var threads = new ConcurrentDictionary<Thread, bool>();
        var block = TestBlocks.Numbers(onRead: item =>
        {
            threads[Thread.CurrentThread] = true;
            if (item == 17) never.Wait();
        });
        using var dls = block.DataLoaders(64, ByEight with { Workers = 3, ItemTimeout = TimeSpan.FromSeconds(1) });
        var clock = Stopwatch.StartNew();

        var error = Assert.Throws<DataException>(() => TestBlocks.Read(dls.Train));

        Assert.InRange(clock.ElapsedMilliseconds, 900, 3000);
        Assert.Equal(("17", 17), (error.Item, error.Index));
        Tokens.AssertIn(error.Message, "item 17", "1 second", "worker", "workers: 0", "ItemTimeout");
        var warning = Assert.Single(warnings.Messages);
        Tokens.AssertIn(warning, "item 17", "worker", "given up");

        never.Set();
        Assert.All(threads.Keys, thread => Assert.True(thread.Join(TimeSpan.FromSeconds(5))));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void G06_cancelling_while_an_item_blocks(bool hasLimit)
    {
        using var never = new ManualResetEventSlim();
        using var source = new CancellationTokenSource();
        var threads = new ConcurrentDictionary<Thread, bool>();
        var block = TestBlocks.Numbers(onRead: item =>
        {
            threads[Thread.CurrentThread] = true;
            if (item != 17) return;
            source.Cancel();
            never.Wait();
        });
        using var dls = block.DataLoaders(64, ByEight with { Workers = 2, ItemTimeout = hasLimit ? TimeSpan.FromMinutes(1) : Timeout.InfiniteTimeSpan });
        var clock = new Stopwatch();
        using var started = source.Token.Register(clock.Start);

        Assert.Throws<OperationCanceledException>(() => TestBlocks.Read(dls.Train, 0, source.Token));

        Assert.InRange(clock.ElapsedMilliseconds, 0, 1000);
        never.Set();
        Assert.All(threads.Keys, thread => Assert.True(thread.Join(TimeSpan.FromSeconds(5))));
    }

    [Fact]
    public void G06_a_source_that_is_slow_but_alive()
    {
        using var warnings = new WarningLog();
        var block = TestBlocks.Numbers(onRead: _ => Thread.Sleep(150));
        using var dls = block.DataLoaders(24, ByEight with { Workers = 2, ItemTimeout = TimeSpan.FromSeconds(1) });

        Assert.Equal(3, TestBlocks.Read(dls.Train).Length);
        Assert.Empty(warnings.Messages);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void M08_fewer_training_items_than_a_batch(bool fromTensors)
    {
        using var warnings = new WarningLog();
        using var x = torch.zeros(40, 1);
        using var y = torch.zeros(40);

        using var dls = fromTensors ? DataLoaders.FromTensors(x, y) : TestBlocks.Numbers().DataLoaders(40);

        Assert.Equal(1, dls.Train.Count);
        using var batch = dls.Train.OneBatch();
        Assert.Equal(40, batch.Size);
        Tokens.AssertIn(Assert.Single(warnings.Messages), "40", "64", "batch size");
    }

    [Fact]
    public void M08_fewer_training_items_than_a_batch_warns_once_although_steps_learn_from_a_batch_too()
    {
        using var warnings = new WarningLog();
        using var folder = ImageFolder.CatsAndDogs();

        using var dls = ImageFolder.Block(batchTfms: [new Normalize()]).DataLoaders(folder.Path);

        Assert.Single(warnings.Messages);
    }

    [Fact]
    public void M08_no_training_items()
    {
        using var folder = ImageFolder.CatsAndDogs(2);

        var error = Assert.Throws<DataException>(() => ImageFolder.Block(valid: _ => true).DataLoaders(folder.Path));

        Tokens.AssertIn(error.Message, "0 training items", "4 items");
    }

    [Fact]
    public void P05_checking_the_pipeline_on_four_images()
    {
        using var folder = ImageFolder.CatsAndDogs(2);
        var block = ImageFolder.Block(valid: path => path.EndsWith("1.png", StringComparison.Ordinal), itemTfms: [new Resize(12, 12)], batchTfms: [.. Augmentation.AugTransforms(), new Normalize()]);

        var summary = block.Summary(folder.Path);

        Assert.Null(summary.Failure);
        Tokens.AssertIn(
            summary.ToString(), folder.Path, "4: 2 for training, 2 for validation", "ImageBlock", "CategoryBlock", "cat 1 + 1", "dog 1 + 1", "cat/0.png", "cat/1.png",
            "16x16", "12x12", "Resize", "IntToFloatTensor", "Flip+Rotate+Zoom", "Normalize", "TensorImage [2, 3, 12, 12]", "TensorCategory [2]", "Float32", "0 to 1");
    }

    [Fact]
    public void P05_checking_a_pipeline_that_fails()
    {
        using var folder = ImageFolder.CatsAndDogs(2);
        var block = ImageFolder.Block(itemTfms: [new Resize(12, 12), new Broken()]);

        var summary = block.Summary(folder.Path);

        var error = Assert.IsType<DataException>(summary.Failure);
        Assert.Equal(("Broken", folder.File("cat/0.png")), (error.Stage, error.Item));
        Tokens.AssertIn(summary.ToString(), "Resize", "12x12", "FAILED", "Broken failed", "cat/0.png", "cannot go on");
        Assert.DoesNotContain("stacked", summary.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void P06_a_split_that_is_made_twice()
    {
        string[] files = [.. Enumerable.Range(0, 50).Select(i => $"/data/{i:00}.png")];
        string[] Valid(IReadOnlyList<string> items) => [.. ((Splitter<string>)new RandomSplitter()).Split(items).Valid.Select(index => items[index])];
        var first = Valid(files);
        torch.manual_seed(3);
        using var drawn = torch.rand(10);

        Assert.Equal(first, Valid(files));
        Assert.Equal(first, Valid([.. files.Reverse()]));
        Assert.Equal(files.Where((_, index) => new RandomSplitter().Split(50).Valid.Contains(index)), first.Order());
    }

    [Fact]
    public void P06_the_validation_items_can_be_listed()
    {
        using var folder = ImageFolder.CatsAndDogs(5);
        using var dls = ImageFolder.Block(valid: path => path.EndsWith("4.png", StringComparison.Ordinal)).DataLoaders(folder.Path, ByEight);

        Assert.Equal([folder.File("cat/4.png"), folder.File("dog/4.png")], Enumerable.Range(0, dls.Valid.SampleCount).Select(dls.Valid.NameOf));
    }

    private static void Consume(DataLoader loader)
    {
        foreach (var batch in loader.Batches()) batch.Dispose();
    }

    private sealed record Broken : ItemTransform, IEncodes<Image>
    {
        public override int Order => 9;

        public Image Encode(Image value) => throw new InvalidOperationException("cannot go on");
    }

    private sealed record Noise : BatchTransform, IEncodes<TensorPixels>
    {
        public TensorPixels Encode(TensorPixels value) => new(value.Data + 1);
    }

    private sealed class TensorPixels(torch.Tensor data) : TensorElement<TensorPixels>(data)
    {
        public override TensorElement With(torch.Tensor data) => new TensorPixels(data);
    }

    private sealed record Pixels(double Value);

    private sealed class ImageLike : Block<int, Pixels>
    {
        public override FittedBlock<int, Pixels> Fit(BlockSources<int> sources) => new(item => new(item), new PixelsCodec());
    }

    private sealed record PixelsCodec : Codec<Pixels>
    {
        public override BatchBuilder<Pixels> NewBatch(int size) => new Builder(size);

        public override Pixels Decode(ReadOnlySpan<TensorElement> elements, int sample) => throw new NotSupportedException();

        private sealed class Builder : SingleTensorBuilder<Pixels>
        {
            public Builder(int size) => Rows = torch.zeros(size, dtype: torch.ScalarType.Float64);

            public override void Write(int slot, Pixels value) => BitConverter.TryWriteBytes(Rows!.bytes[(slot * 8)..], value.Value);

            protected override TensorElement Finish(torch.Tensor? rows) => new TensorPixels(rows!);
        }
    }
}
