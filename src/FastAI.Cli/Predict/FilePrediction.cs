using FastAI.Vision;

namespace FastAI.Cli;

/// <summary>What a model makes of a file, or why it cannot.</summary>
/// <param name="File">The file, as it was given or found.</param>
/// <param name="Ranking">All classes with their probabilities, the most probable first; empty where there is no prediction.</param>
/// <param name="Error">Why there is none; null where there is one.</param>
internal sealed record FilePrediction(string File, IReadOnlyList<(string Label, float Probability)> Ranking, string? Error = null)
{
    private const int BatchSize = 64;

    /// <summary>Predicts files, and the images in folders, in their order; a batch at a time, as they are asked for.</summary>
    public static IEnumerable<FilePrediction> Of(Predictor<Image, Category> predictor, IEnumerable<string> inputs)
        => inputs.SelectMany(Files).Chunk(BatchSize).SelectMany(files => OfBatch(predictor, files));

    private static IEnumerable<Source> Files(string input)
    {
        if (!Directory.Exists(input)) return [new(input)];

        try
        {
            // As the folder was given, relative or not.
            var folder = Path.GetFullPath(input);
            return ItemFiles.GetImageFiles(input).Select(file => new Source(Path.Combine(input, Path.GetRelativePath(folder, file))));
        }
        catch (ItemsNotFoundException e)
        {
            return [new(input, Error: e.Message)];
        }
    }

    private static IEnumerable<FilePrediction> OfBatch(Predictor<Image, Category> predictor, Source[] sources)
    {
        var mode = (predictor.XCodec as ImageCodec)?.Mode ?? ImageMode.Rgb;
        var read = sources.AsParallel().AsOrdered().Select(source => source.Read(mode)).ToArray();
        Image[] images = [.. read.Where(source => source.Image is not null).Select(source => source.Image!)];
        if (images.Length == 0) return read.Select(source => source.Failed());

        try
        {
            var predictions = new Queue<Prediction<Category>>(predictor.Predict(images, BatchSize));
            return [.. read.Select(source => source.Image is null ? source.Failed() : source.Predicted(predictions.Dequeue(), predictor))];
        }
        catch (DataException) when (sources.Length > 1)
        {
            // One of them does not go through the steps: each for itself, so that the others are still predicted.
            return [.. read.SelectMany(source => OfBatch(predictor, [source]))];
        }
        catch (DataException e)
        {
            return [(sources[0] with { Error = e.Message }).Failed()];
        }
    }

    private sealed record Source(string File, Image? Image = null, string? Error = null)
    {
        public Source Read(ImageMode mode)
        {
            if (Image is not null || Error is not null) return this;

            try
            {
                return this with { Image = FastAI.Vision.Image.Open(File, mode) };
            }
            catch (ImageException e)
            {
                // The file's name is in the row already.
                return this with { Error = e.Message.Replace($"Cannot read image {File}: ", "", StringComparison.Ordinal) };
            }
        }

        public FilePrediction Failed() => new(File, [], Error);

        public FilePrediction Predicted(Prediction<Category> prediction, Predictor<Image, Category> predictor)
            => new(File, [.. predictor.Vocabulary.Zip(prediction.Scores).OrderByDescending(pair => pair.Second).Select(pair => (pair.First, pair.Second))]);
    }
}
