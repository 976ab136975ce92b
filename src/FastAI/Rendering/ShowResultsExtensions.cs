namespace FastAI;

/// <summary>Looking at what a model makes of data.</summary>
public static class ShowResultsExtensions
{
    /// <summary>
    /// Draws samples with target and prediction: <c>cat / dog (87.3 %)</c> above the picture, green where they agree and red where not. Targets that are
    /// pictures themselves stand beside the predicted ones; samples without pictures make a table.
    /// </summary>
    /// <param name="learn">The learner.</param>
    /// <param name="maxItems">At most so many samples, and at most one batch of them.</param>
    /// <param name="split">Whose samples; they go through the steps of that split.</param>
    /// <param name="columns">Samples in a row; about as many as rows, unless given.</param>
    /// <param name="seed">Which samples: they are drawn at random with it.</param>
    /// <exception cref="InvalidOperationException">The split has no samples.</exception>
    /// <exception cref="DataException">An item cannot be read; names its path, index and step.</exception>
    /// <remarks>fastai's <c>show_results</c>, which has target and prediction on lines of their own.</remarks>
    public static Figure ShowResults<TX, TY>(this Learner<TX, TY> learn, int maxItems = 9, Split split = Split.Valid, int? columns = null, long seed = 42)
    {
        ArgumentNullException.ThrowIfNull(learn);
        Check.AtLeast(maxItems, 1, nameof(maxItems));
        var loader = learn.Loaders[split];
        using var batch = loader.SomeOf(loader.RandomIndices(seed), Math.Min(maxItems, loader.BatchSize), epoch: 0);
        var predictions = learn.PredictBatch(batch);
        var results = learn.Loaders.Decode(batch).Zip(predictions, (sample, prediction) => new Result<TX, TY>(sample.X, sample.Y, prediction)).ToArray();
        return Draw(results, learn.Loaders, columns);
    }

    private static Figure Draw<TX, TY>(Result<TX, TY>[] results, DataLoaders<TX, TY> dls, int? columns)
    {
        if (columns is { } given) Check.AtLeast(given, 1, nameof(columns));

        if (results.Any(result => result.Target(dls).HasPicture))
            return PictureGrid.Draw([.. results.SelectMany(result => result.SideBySide(dls))], 2 * (columns ?? (results.Length > 4 ? 2 : 1)));

        return results.Any(result => result.Input(dls).HasPicture)
            ? PictureGrid.Draw([.. results.Select(result => result.OneCell(dls))], columns ?? ShowBatchExtensions.Square(results.Length))
            : TextGrid.Draw(["Input", "Target", "Prediction"],
                [.. results.Select(result => (IReadOnlyList<SampleCell>)[result.Input(dls), result.Target(dls), result.Predicted(dls)])]);
    }

    private sealed record Result<TX, TY>(TX X, TY Y, Prediction<TY> Prediction)
    {
        public SampleCell Input(DataLoaders<TX, TY> dls) => Shown(dls.XCodec, X);

        public SampleCell Target(DataLoaders<TX, TY> dls) => Shown(dls.YCodec, Y);

        /// <summary>The prediction's text, coloured.</summary>
        public SampleCell Predicted(DataLoaders<TX, TY> dls)
        {
            var cell = new SampleCell { Color = ColorOf(dls) };
            cell.Caption(WithProbability(Text(Shown(dls.YCodec, Prediction.Value))));
            return cell;
        }

        /// <summary>The input, and target and prediction in one caption.</summary>
        public SampleCell OneCell(DataLoaders<TX, TY> dls)
        {
            var cell = Input(dls);
            cell.Color = ColorOf(dls);
            cell.Caption($"{Text(Target(dls))} / {WithProbability(Text(Shown(dls.YCodec, Prediction.Value)))}");
            return cell;
        }

        /// <summary>The input with the target in one cell, the input with the prediction in the next.</summary>
        public SampleCell[] SideBySide(DataLoaders<TX, TY> dls)
        {
            return [With(Y, "Target"), With(Prediction.Value, WithProbability("Prediction"))];

            SampleCell With(TY value, string caption)
            {
                var cell = new SampleCell();
                cell.Caption(caption);
                dls.XCodec.Show(X, cell);
                dls.YCodec.Show(value, cell);
                return cell;
            }
        }

        // Numbers never agree to the last digit, so that there is nothing to colour.
        private SkiaSharp.SKColor ColorOf(DataLoaders<TX, TY> dls)
            => dls.YCodec.Kind is not (TargetKind.Category or TargetKind.MultiCategory) ? Ink.Text
                : Text(Target(dls)) == Text(Shown(dls.YCodec, Prediction.Value)) ? Ink.Agrees : Ink.Differs;

        private string WithProbability(string text) => Prediction.Probability is { } probability
            ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{text} ({100 * probability:0.0} %)") : text;

        private static SampleCell Shown<TValue>(Codec<TValue> codec, TValue value)
        {
            var cell = new SampleCell();
            codec.Show(value, cell);
            return cell;
        }

        private static string Text(SampleCell cell) => string.Join(", ", cell.Captions.Select(caption => caption.Text));
    }
}
