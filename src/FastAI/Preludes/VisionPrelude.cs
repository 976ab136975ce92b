using TorchSharp;

namespace FastAI.Vision;

/// <summary>
/// The entry points of vision under their short names, for scripts: <c>using static FastAI.Vision.Prelude;</c>, as <c>from fastai.vision.all import *</c> gives them.
/// Everything here is also reachable by its own type.
/// </summary>
public static class Prelude
{
    /// <inheritdoc cref="ItemFiles.GetImageFiles" />
    public static Func<string, IReadOnlyList<string>> GetImageFiles { get; } = folder => ItemFiles.GetImageFiles(folder);

    /// <inheritdoc cref="Downloads.UntarDataAsync" />
    public static Task<string> UntarDataAsync(
        DataUrl url, DownloadOptions? options = null, IProgress<DownloadProgress>? progress = null, CancellationToken cancellationToken = default)
        => Downloads.UntarDataAsync(url, options, progress, cancellationToken);

    /// <inheritdoc cref="Labellers.ParentLabel" />
    public static Func<string, string> ParentLabel { get; } = Labellers.ParentLabel;

    /// <inheritdoc cref="Labellers.RegexLabeller" />
    public static Func<string, string> RegexLabeller(string pattern) => Labellers.RegexLabeller(pattern);

    /// <inheritdoc cref="FastAI.RandomSplitter" />
    public static RandomSplitter RandomSplitter(double validPct = 0.2, long seed = 42) => new(validPct, seed);

    /// <inheritdoc cref="FastAI.GrandparentSplitter" />
    public static GrandparentSplitter GrandparentSplitter(string trainName = "train", string validName = "valid") => new(trainName, validName);

    /// <inheritdoc cref="FastAI.EndSplitter" />
    public static EndSplitter EndSplitter(double validPct = 0.2, bool validLast = true) => new(validPct, validLast);

    /// <inheritdoc cref="FastAI.ColSplitter" />
    public static ColSplitter ColSplitter(string column = "is_valid", params IReadOnlyList<string> on) => new(column, on);

    /// <inheritdoc cref="FastAI.IndexSplitter" />
    public static IndexSplitter IndexSplitter(IEnumerable<int> validIndices) => new(validIndices);

    /// <inheritdoc cref="FastAI.Vision.ImageBlock" />
    public static ImageBlock ImageBlock(ImageMode mode = ImageMode.Rgb) => new(mode);

    /// <inheritdoc cref="FastAI.CategoryBlock" />
    public static CategoryBlock CategoryBlock(IReadOnlyList<string>? vocabulary = null, bool sort = true, bool addNa = false) => new(vocabulary, sort, addNa);

    /// <inheritdoc cref="FastAI.MultiCategoryBlock" />
    public static MultiCategoryBlock MultiCategoryBlock(IReadOnlyList<string>? vocabulary = null, bool addNa = false) => new(vocabulary, addNa);

    /// <inheritdoc cref="FastAI.RegressionBlock" />
    public static RegressionBlock RegressionBlock() => new();

    /// <summary>Brings images to a square; see <see cref="FastAI.Vision.Resize"/>.</summary>
    public static Resize Resize(int size, ResizeMethod method = ResizeMethod.Crop) => new(size, size) { Method = method };

    /// <inheritdoc cref="Augmentation.AugTransforms" />
    public static IReadOnlyList<BatchTransform> AugTransforms(
        bool doFlip = true, double maxRotate = 10, double minZoom = 1, double maxZoom = 1.1, int? size = null, PadMode padMode = PadMode.Reflection, double pAffine = 0.75)
        => Augmentation.AugTransforms(doFlip, maxRotate, minZoom, maxZoom, size, padMode, pAffine);

    /// <inheritdoc cref="FastAI.Vision.Normalize" />
    public static Normalize Normalize() => new();

    /// <inheritdoc cref="Metrics.Accuracy" />
    public static Metric<Category> Accuracy => Metrics.Accuracy;

    /// <inheritdoc cref="Metrics.ErrorRate" />
    public static Metric<Category> ErrorRate => Metrics.ErrorRate;

    /// <inheritdoc cref="Architectures.XResnet18" />
    public static Architecture XResnet18 => Architectures.XResnet18;

    /// <inheritdoc cref="Architectures.XResnet34" />
    public static Architecture XResnet34 => Architectures.XResnet34;

    /// <inheritdoc cref="Architectures.XResnet50" />
    public static Architecture XResnet50 => Architectures.XResnet50;

    /// <inheritdoc cref="Architectures.Resnet18" />
    public static Architecture Resnet18 => Architectures.Resnet18;

    /// <inheritdoc cref="Architectures.Resnet34" />
    public static Architecture Resnet34 => Architectures.Resnet34;

    /// <inheritdoc cref="Architectures.Resnet50" />
    public static Architecture Resnet50 => Architectures.Resnet50;

    /// <summary><see cref="VisionLearners.VisionLearner"/>, showing its progress in the terminal.</summary>
    public static Learner<Image, TY> VisionLearner<TY>(
        DataLoaders<Image, TY> dls, Architecture architecture, IReadOnlyList<Metric<TY>>? metrics = null, Loss? loss = null, LearnerOptions? options = null)
        => VisionLearners.VisionLearner(dls, architecture, metrics, loss, options).WithConsoleProgress();

    /// <summary><see cref="VisionLearners.SimpleCnnLearner"/>, showing its progress in the terminal.</summary>
    public static Learner<Image, TY> SimpleCnnLearner<TY>(
        DataLoaders<Image, TY> dls, IReadOnlyList<long> widths, IReadOnlyList<long>? strides = null, IReadOnlyList<Metric<TY>>? metrics = null, Loss? loss = null, LearnerOptions? options = null)
        => VisionLearners.SimpleCnnLearner(dls, widths, strides, metrics, loss, options).WithConsoleProgress();

    /// <inheritdoc cref="LearnerFile.Load" />
    public static Predictor<TX, TY> LoadLearner<TX, TY>(string path, torch.Device? device = null) => VisionLearners.LoadLearner<TX, TY>(path, device);
}
