using System.CommandLine;
using System.CommandLine.Completions;

namespace FastAI.Cli;

/// <summary><c>fastai train images</c>: the options of <see cref="ImageTraining"/>.</summary>
internal static class TrainImagesCommand
{
    public static Command Create(Terminal terminal)
    {
        var folder = new Argument<string>("FOLDER") { Description = "The images, in a folder for each class; or in such folders below train and valid." };
        var arch = Arch();
        var size = new Option<int>("--size")
        {
            Description = "Side of the square that images are cut and resized to.",
            HelpName = "PIXELS",
            DefaultValueFactory = _ => ImageFolder.DefaultSize,
        }.AtLeast(1);
        var epochs = new Option<int>("--epochs") { Description = "How often every image is seen.", HelpName = "N", DefaultValueFactory = _ => 5 }.AtLeast(1);
        var lr = new Option<LearningRate>("--lr")
        {
            Description = $"The highest learning rate of the cycle, or `{LearningRate.Find}` to search for one first.",
            HelpName = $"NUMBER|{LearningRate.Find}",
            DefaultValueFactory = _ => new(1e-3),
        }.Expecting($"a number above 0, e.g. 1e-3, or `{LearningRate.Find}`", LearningRate.TryParse);
        var batchSize = new Option<int>("--batch-size") { Description = "Images in a training batch.", HelpName = "N", DefaultValueFactory = _ => 64 }.AtLeast(1);
        var seed = new Option<int>("--seed") { Description = "Seed of weights, split, order and augmentation.", HelpName = "N", DefaultValueFactory = _ => 42 }.AtLeast(0);
        var validPct = ValidPct();
        var gray = new Option<bool>("--gray") { Description = "Train on one channel in place of three." };
        var augment = new Option<bool>("--augment") { Description = "Show images mirrored, turned and enlarged at random: the default." };
        var noAugment = new Option<bool>("--no-augment") { Description = "Show images as they are." };
        noAugment.Validators.Add(given =>
        {
            if (given.GetValue(augment) && given.GetValue(noAugment)) given.AddError("--augment and --no-augment contradict each other: give one of them.");
        });
        var noFlip = new Option<bool>("--no-flip") { Description = "Augment without mirroring: for digits, letters, anything that has a side." };
        var workers = new Option<int?>("--workers")
        {
            Description = "Threads that read images ahead; one a processor, at most 8, unless given. It changes no result.",
            HelpName = "N",
        }.AtLeast(0);
        var output = new Option<string?>("--out")
        {
            Description = "The file to write; the name of FOLDER with .fai, in the current folder, unless given.",
            HelpName = "FILE.fai",
        };

        var command = new Command("images", "Train a classifier on images that lie in a folder for each class. Ctrl-C ends the training and keeps what was learnt.")
        {
            folder, arch, size, epochs, lr, batchSize, seed, validPct, gray, augment, noAugment, noFlip, workers, output,
        };
        command.SetAction(parsed => new ImageTraining
        {
            Data = new ImageFolder(parsed.GetRequiredValue(folder))
            {
                Size = parsed.GetValue(size),
                IsGray = parsed.GetValue(gray),
                Augments = !parsed.GetValue(noAugment),
                Flips = !parsed.GetValue(noFlip),
                ValidPct = parsed.GetValue(validPct),
                Seed = parsed.GetValue(seed),
            },
            Architecture = parsed.GetRequiredValue(arch),
            Epochs = parsed.GetValue(epochs),
            LearningRate = parsed.GetValue(lr).Value,
            BatchSize = parsed.GetValue(batchSize),
            Workers = parsed.GetValue(workers),
            Output = parsed.GetValue(output),
        }.Run(terminal));
        return command;
    }

    private static Option<string> Arch()
    {
        var option = new Option<string>("--arch")
        {
            Description = $"The network: {ImageModels.SimpleCnn} (for small images), xresnet18, resnet34, …; a wrong name lists them all.",
            HelpName = "NAME",
            DefaultValueFactory = _ => ImageTraining.DefaultArchitecture,
        }.Expecting($"one of {string.Join(", ", ImageModels.Names)}", (text, out value) => ImageModels.Names.Contains(value = text));
        option.CompletionSources.Add(_ => ImageModels.Names.Select(name => new CompletionItem(name)));
        return option;
    }

    private static Option<double?> ValidPct() => new Option<double?>("--valid-pct")
    {
        Description = $"Share of the images drawn for validation. Without it: the folders train and valid where FOLDER has both, else {ImageFolder.DefaultValidPct}.",
        HelpName = "SHARE",
    }.Expecting($"a share from 0 to below 1, e.g. {ImageFolder.DefaultValidPct}", (text, out value) =>
    {
        var isNumber = CheckedOption.TryNumber(text, out var share);
        value = share;
        return isNumber && share is >= 0 and < 1;
    });
}
