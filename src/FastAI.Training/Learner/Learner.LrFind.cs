namespace FastAI;

/// <summary>The search for a learning rate.</summary>
public partial class Learner
{
    /// <summary>
    /// Trains with a learning rate that grows from batch to batch, and tells how the loss went (Smith, 2015). Model, optimizer and record are afterwards as they were.
    /// </summary>
    /// <param name="startLr">The first rate.</param>
    /// <param name="endLr">The last rate.</param>
    /// <param name="batches">Number of batches, at least 6.</param>
    /// <param name="stopsWhenDiverging">Whether it ends once the smoothed loss is more than four times the lowest.</param>
    /// <param name="cancellationToken">Looked at once a batch.</param>
    /// <remarks>fastai's <c>lr_find</c>, with its defaults.</remarks>
    /// <inheritdoc cref="Fit" path="/exception" />
    public LearningRateSearch LrFind(
        double startLr = 1e-7, double endLr = 10, int batches = 100, bool stopsWhenDiverging = true, CancellationToken cancellationToken = default)
    {
        ThrowIfDisposed();
        Check.Positive(startLr, nameof(startLr));
        Check.Positive(endLr, nameof(endLr));
        ThrowIfFitting();
        batches = Math.Max(batches, 6);

        using var model = new ModelSnapshot(_model);
        var state = Optimizer.CopyState();
        var rates = Optimizer.Groups.Select(group => (group.LearningRate, group.Momentum, group.WeightDecay)).ToArray();
        var (epochs, recorder) = (EpochsTrained, Recorder);
        try
        {
            // Only what changes the training takes part; what reports it would tell of epochs that are none.
            (Recorder, _isSearching) = (new(), true);
            var epochsNeeded = (batches + Loaders.Train.Count - 1) / Math.Max(Loaders.Train.Count, 1);
            Fit(epochsNeeded, startLr, [new LearningRateFinder(startLr, endLr, batches, stopsWhenDiverging)], cancellationToken);
            return new([.. Recorder.LearningRates], [.. Recorder.SmoothLosses], LearningRateSuggestion.Of(Recorder.LearningRates, Recorder.SmoothLosses, batches));
        }
        finally
        {
            (EpochsTrained, Recorder, _isSearching) = (epochs, recorder, false);
            SetGuests([]);
            model.Restore(_model);
            Optimizer.RestoreState(state);
            foreach (var tensor in state.Values) tensor.Dispose();
            foreach (var (group, rate) in Optimizer.Groups.Zip(rates)) (group.LearningRate, group.Momentum, group.WeightDecay) = rate;
        }
    }
}
