using static TorchSharp.torch;

namespace FastAI.Vision;

/// <summary>Learners for images.</summary>
public static class VisionLearners
{
    /// <summary>A learner with the body of a known network and a fresh head for the data's classes.</summary>
    /// <param name="dls">Loaders with images as input.</param>
    /// <param name="architecture">The network whose body is taken; its weights are fresh.</param>
    /// <param name="metrics">What is measured in validation.</param>
    /// <param name="loss">What training makes small; the usual one for the target, unless given.</param>
    /// <param name="options">Everything else.</param>
    /// <exception cref="ArgumentException">The target has no known number of outputs.</exception>
    /// <remarks>fastai's <c>vision_learner</c> with <c>pretrained=False</c>.</remarks>
    public static Learner<Image, TY> VisionLearner<TY>(
        DataLoaders<Image, TY> dls, Architecture architecture, IReadOnlyList<Metric<TY>>? metrics = null, Loss? loss = null, LearnerOptions? options = null)
        => Create(dls, (outputs, channels) => new VisionModelSpec { Network = architecture, Outputs = outputs, Channels = channels }, metrics, loss, options);

    /// <summary>A learner with a network as its architecture defines it, ending in as many outputs as the data has classes.</summary>
    /// <inheritdoc cref="VisionLearner" path="/param" />
    public static Learner<Image, TY> NetworkLearner<TY>(
        DataLoaders<Image, TY> dls, Architecture architecture, IReadOnlyList<Metric<TY>>? metrics = null, Loss? loss = null, LearnerOptions? options = null)
        => Create(dls, (outputs, channels) => new NetworkSpec { Network = architecture, Outputs = outputs, Channels = channels }, metrics, loss, options);

    /// <summary>A learner with a small convolutional network, for small images.</summary>
    /// <param name="dls">Loaders with images as input.</param>
    /// <param name="widths">Channels after each convolution.</param>
    /// <param name="strides">The stride of each convolution; 2, which halves the picture, for each unless given.</param>
    /// <inheritdoc cref="VisionLearner" path="/param" />
    public static Learner<Image, TY> SimpleCnnLearner<TY>(
        DataLoaders<Image, TY> dls, IReadOnlyList<long> widths, IReadOnlyList<long>? strides = null, IReadOnlyList<Metric<TY>>? metrics = null, Loss? loss = null, LearnerOptions? options = null)
        => Create(dls, (outputs, channels) => new SimpleCnnClassifier(channels, widths, outputs) { Strides = strides }, metrics, loss, options);

    /// <summary><see cref="LearnerFile.Load"/>, with the parts of vision known.</summary>
    /// <inheritdoc cref="LearnerFile.Load" />
    public static Predictor<TX, TY> LoadLearner<TX, TY>(string path, Device? device = null)
    {
        VisionComponents.Register();
        return LearnerFile.Load<TX, TY>(path, device);
    }

    private static Learner<Image, TY> Create<TY>(
        DataLoaders<Image, TY> dls, Func<int, int, ModelRecipe> recipe, IReadOnlyList<Metric<TY>>? metrics, Loss? loss, LearnerOptions? options)
    {
        ArgumentNullException.ThrowIfNull(dls);
        VisionComponents.Register();
        var outputs = dls.YCodec.Outputs > 0 ? dls.YCodec.Outputs : throw new ArgumentException(
            $"The target, {dls.YCodec.Name}, does not say how many numbers are to be predicted. Build the model yourself: new Learner<Image, {typeof(TY).Name}>(dls, model).", nameof(dls));
        var channels = dls.XCodec is ImageCodec { Mode: ImageMode.Gray } ? 1 : 3;
        return new(dls, recipe(outputs, channels), loss, metrics, options);
    }
}
