using System.Diagnostics;
using System.Globalization;
using FastAI.Cli;
using FastAI.Vision;
using Xunit;

namespace FastAI.Tests.Cli;

public class TrainImagesCommandTests(TrainedModel model)
{
    public static bool HasSignals => !OperatingSystem.IsWindows();

    [Fact]
    public void Training_shows_data_epochs_and_metrics_and_writes_a_file()
    {
        var (exitCode, output, error) = model.Run;

        Assert.Equal("", error);
        Assert.Equal(0, exitCode);
        Assert.True(File.Exists(model.File));
        foreach (var token in (string[])["Items      20: 16 for training, 4 for validation", "Classes    2", "TensorImage [4, 1, 16, 16]", "Training simple_cnn", "learning rate 1e-2",
            "train_loss", "valid_loss", "accuracy", "error_rate", $"Saved as {model.File}"])
            Assert.Contains(token, output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_written_to_a_pipe_has_no_ANSI_codes() => Assert.DoesNotContain('\e', model.Run.Output);

    [Fact]
    public void The_last_line_of_numbers_is_what_the_file_scores()
    {
        using var predictor = VisionLearners.LoadLearner<Image, Category>(model.File);
        var data = new ImageFolder(model.Images) { Size = 16, IsGray = true }.Block().Datasets(model.Images);
        var hits = Enumerable.Range(0, data.Valid.Count).Count(i => predictor.Predict(data.Valid.NameOf(i)).Value.Label == data.Valid[i].Y.Label);

        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"accuracy {hits / (double)data.Valid.Count:0.0000}"), model.Run.Output, StringComparison.Ordinal);
    }

    [Fact(Skip = "Windows has no SIGTERM to send", SkipUnless = nameof(HasSignals))]
    public void An_interrupted_training_is_saved_and_says_so()
    {
        using var folder = new TemporaryFolder();
        var images = SmallImages.Write(folder.File("images"), perClass: 10);
        var file = folder.File("cut.fai");
        using var program = new ChildProgram("FastAI.Cli");

        using var process = program.Start("train", "images", images, "--arch", "simple_cnn", "--size", "16", "--gray", "--epochs", "100000", "--batch-size", "4", "--workers", "0", "--out", file);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        while (process.StandardOutput.ReadLine() is { } line && !line.TrimStart().StartsWith("1 ", StringComparison.Ordinal)) { }
        using (var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)])) kill.WaitForExit();
        var output = process.StandardOutput.ReadToEnd();
        if (!process.WaitForExit(30_000)) process.Kill();

        Assert.Equal(CommandLine.Interrupted, process.ExitCode);
        foreach (var token in (string[])["Interrupted in epoch", "of 100000", "valid_loss", $"Saved as {file}"]) Assert.Contains(token, output, StringComparison.Ordinal);
        using var predictor = VisionLearners.LoadLearner<Image, Category>(file);
        Assert.Equal(SmallImages.Classes, predictor.Vocabulary);
    }

    [Fact]
    public void The_seed_decides_what_is_learnt()
    {
        using var folder = new TemporaryFolder();
        byte[] Trained(string name, string seed)
        {
            using var terminal = new TestTerminal();
            Assert.Equal(0, terminal.Run("train", "images", model.Images, "--arch", "simple_cnn", "--size", "8", "--gray", "--epochs", "1", "--seed", seed, "--out", folder.File(name)));
            return File.ReadAllBytes(folder.File(name));
        }

        var first = Trained("first.fai", "1");

        Assert.Equal(first, Trained("again.fai", "1"));
        Assert.NotEqual(first, Trained("other.fai", "2"));
    }

    [Fact]
    public void Folders_called_train_and_valid_are_the_split()
    {
        using var folder = new TemporaryFolder();
        SmallImages.Write(folder.File("train"), perClass: 5);
        SmallImages.Write(folder.File("valid"), perClass: 2);

        var split = new ImageFolder(folder.Path).Block().Datasets(folder.Path);
        var drawn = new ImageFolder(folder.Path) { ValidPct = 0.5 }.Block().Datasets(folder.Path);

        Assert.Equal((10, 4), (split.Train.Count, split.Valid.Count));
        Assert.Equal((7, 7), (drawn.Train.Count, drawn.Valid.Count));
    }

    [Theory]
    [InlineData("--arch resnet19", "--arch is resnet19", "alexnet", "simple_cnn", "xresnet18")]
    [InlineData("--epochs 0", "--epochs is 0", "from 1")]
    [InlineData("--lr fast", "--lr is fast", "above 0", "find")]
    [InlineData("--lr -1", "--lr is -1", "above 0")]
    [InlineData("--batch-size many", "--batch-size is many", "whole number")]
    [InlineData("--valid-pct 1", "--valid-pct is 1", "below 1")]
    [InlineData("--augment --no-augment", "contradict")]
    [InlineData("--siz 16", "--siz")]
    public void A_wrong_option_is_refused_with_what_is_expected(string options, params string[] expected)
    {
        using var terminal = new TestTerminal();

        var exitCode = terminal.Run(["train", "images", "anywhere", .. options.Split(' ')]);

        Assert.Equal(CommandLine.WrongUsage, exitCode);
        foreach (var token in expected) Assert.Contains(token, terminal.Error, StringComparison.Ordinal);
        Assert.Equal("", terminal.Output.Trim());
    }

    [Fact]
    public void A_file_that_cannot_be_written_is_known_before_the_training()
    {
        using var folder = new TemporaryFolder();
        using var terminal = new TestTerminal();

        Assert.Equal(1, terminal.Run("train", "images", model.Images, "--out", folder.File("no/such/folder.fai")));
        Assert.Equal(1, terminal.Run("train", "images", model.Images, "--out", folder.Path));

        Assert.Contains("does not exist", terminal.Error, StringComparison.Ordinal);
        Assert.Contains("is a folder", terminal.Error, StringComparison.Ordinal);
        Assert.Equal("", terminal.Output);
    }

    [Fact]
    public void A_folder_without_images_is_refused_in_one_message()
    {
        using var folder = new TemporaryFolder();
        using var terminal = new TestTerminal();

        var exitCode = terminal.Run("train", "images", folder.File("nothing"), "--out", folder.File("model.fai"));

        Assert.Equal(1, exitCode);
        Assert.Contains("does not exist", terminal.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", terminal.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("FAILED", terminal.Output, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder.Path));
    }
}
