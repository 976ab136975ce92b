using FastAI.Vision;
using Xunit;
using static TorchSharp.torch;

namespace FastAI.Tests.Cli;

public sealed class SummaryCommandTests(TrainedModel model) : IDisposable
{
    private readonly TestTerminal _terminal = new();
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_folder_is_shown_with_classes_sizes_and_stages()
    {
        var exitCode = _terminal.Run("summary", model.Images);

        Assert.Equal(0, exitCode);
        Expect(_terminal.Output, "bright", "dark", "10", "2 classes", "20", "All images are 8x8 pixels", "Items      20: 16 for training, 4 for validation", "ImageBlock", "Resize", "Normalize");
    }

    [Fact]
    public void A_folder_with_a_file_that_is_no_image_has_exit_code_1()
    {
        var images = SmallImages.Write(_folder.File("images"), perClass: 2);
        File.WriteAllText(Path.Combine(images, "dark", "zz.png"), "no image");

        var exitCode = _terminal.Run("summary", images);

        Assert.Equal(1, exitCode);
        Expect(_terminal.Error, "zz.png", "text");
        Expect(_terminal.Output, "2 classes", "All images are 8x8");
    }

    [Fact]
    public void A_learner_is_shown_from_its_manifest()
    {
        var exitCode = _terminal.Run("summary", model.File);

        Assert.Equal(0, exitCode);
        Expect(_terminal.Output, model.File, "an exported learner, format 1", "TorchSharp 0.107.0", "libtorch 2.10.0", "simple_cnn", "vision.resize (height 16", "vision.normalize",
            "2: bright, dark", "training.cross_entropy", "KiB");

        using var predictor = VisionLearners.LoadLearner<Image, Category>(model.File);
        var parameters = predictor.Model.parameters().Sum(parameter => parameter.numel());
        Expect(_terminal.Output, $"{parameters:N0} in ");
    }

    [Fact]
    public void Weights_are_shown_as_their_entries()
    {
        using var layer = nn.Linear(3, 2);
        ModelWeights.Save(layer, _folder.File("layer.safetensors"));

        var exitCode = _terminal.Run("summary", _folder.File("layer.safetensors"));

        Assert.Equal(0, exitCode);
        Expect(_terminal.Output, "a file of weights", "fastai.architecture: Linear", "weight", "[2, 3]", "bias", "[2]", "Float32", "8 numbers in 2 tensors");
    }

    [Fact]
    public void Anything_else_is_named_and_has_exit_code_1()
    {
        File.WriteAllText(_folder.File("notes.txt"), "some notes");

        Assert.Equal(1, _terminal.Run("summary", _folder.File("notes.txt")));
        Assert.Equal(1, _terminal.Run("summary", _folder.File("absent")));

        Expect(_terminal.Error, "notes.txt is a text file. Expected", "There is no file or folder");
        Assert.Equal("", _terminal.Output);
    }

    private static void Expect(string text, params string[] tokens)
    {
        foreach (var token in tokens) Assert.Contains(token, text, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _terminal.Dispose();
        _folder.Dispose();
    }
}
