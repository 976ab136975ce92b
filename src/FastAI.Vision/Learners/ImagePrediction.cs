namespace FastAI.Vision;

/// <summary>Prediction from everything that an image can come as: a path, bytes, a stream.</summary>
public static class ImagePrediction
{
    /// <summary>What the model makes of an image file.</summary>
    /// <exception cref="ImageException">The file is missing, damaged, or no image.</exception>
    public static Prediction<TY> Predict<TY>(this Predictor<Image, TY> predictor, string path) => predictor.Predict(Image.Open(path, Mode(predictor)));

    /// <summary>What the model makes of an encoded image in memory.</summary>
    /// <exception cref="ImageException">The bytes are damaged, or no image.</exception>
    public static Prediction<TY> Predict<TY>(this Predictor<Image, TY> predictor, ReadOnlySpan<byte> encoded) => predictor.Predict(Image.Decode(encoded, Mode(predictor)));

    /// <inheritdoc cref="Predict{TY}(Predictor{Image, TY}, ReadOnlySpan{byte})" />
    public static Prediction<TY> Predict<TY>(this Predictor<Image, TY> predictor, byte[] encoded) => predictor.Predict(encoded.AsSpan());

    /// <summary>What the model makes of an encoded image in a stream, which is read to its end and stays open.</summary>
    /// <exception cref="ImageException">The bytes are damaged, or no image.</exception>
    public static Prediction<TY> Predict<TY>(this Predictor<Image, TY> predictor, Stream encoded) => predictor.Predict(Image.Decode(encoded, Mode(predictor)));

    /// <summary>What the model makes of several image files, in their order.</summary>
    /// <inheritdoc cref="Predict{TY}(Predictor{Image, TY}, string)" path="/exception" />
    public static IReadOnlyList<Prediction<TY>> Predict<TY>(
        this Predictor<Image, TY> predictor, IEnumerable<string> paths, int batchSize = 64, CancellationToken cancellationToken = default)
    {
        var mode = Mode(predictor);
        return predictor.Predict(paths.Select(path => Image.Open(path, mode)), batchSize, cancellationToken);
    }

    /// <inheritdoc cref="Predict{TY}(Predictor{Image, TY}, string)" />
    public static Prediction<TY> Predict<TY>(this Learner<Image, TY> learn, string path) => learn.Predictor.Predict(path);

    /// <inheritdoc cref="Predict{TY}(Predictor{Image, TY}, ReadOnlySpan{byte})" />
    public static Prediction<TY> Predict<TY>(this Learner<Image, TY> learn, byte[] encoded) => learn.Predictor.Predict(encoded);

    /// <inheritdoc cref="Predict{TY}(Predictor{Image, TY}, Stream)" />
    public static Prediction<TY> Predict<TY>(this Learner<Image, TY> learn, Stream encoded) => learn.Predictor.Predict(encoded);

    /// <inheritdoc cref="Predict{TY}(Predictor{Image, TY}, IEnumerable{string}, int, CancellationToken)" />
    public static IReadOnlyList<Prediction<TY>> Predict<TY>(
        this Learner<Image, TY> learn, IEnumerable<string> paths, int batchSize = 64, CancellationToken cancellationToken = default)
        => learn.Predictor.Predict(paths, batchSize, cancellationToken);

    private static ImageMode Mode<TY>(Predictor<Image, TY> predictor) => (predictor.XCodec as ImageCodec)?.Mode ?? ImageMode.Rgb;
}
