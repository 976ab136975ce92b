using FastAI.Vision;

namespace FastAI.Cli;

/// <summary>The networks that can be trained on images, by the names that the command line takes.</summary>
internal static class ImageModels
{
    public const string SimpleCnn = "simple_cnn";

    public static IEnumerable<string> Names => Architectures.All.Select(architecture => architecture.Id).Append(SimpleCnn).Order(StringComparer.Ordinal);

    /// <summary>A learner with fresh weights.</summary>
    public static Learner<Image, Category> Learner(DataLoaders<Image, Category> dls, string name, LearnerOptions options)
    {
        Metric<Category>[] metrics = [Metrics.Accuracy, Metrics.ErrorRate];
        return name == SimpleCnn
            ? VisionLearners.SimpleCnnLearner(dls, widths: [32, 64, 128], strides: [1, 2, 2], metrics, options: options)
            : VisionLearners.VisionLearner(dls, Architectures.Find(name), metrics, options: options);
    }
}
