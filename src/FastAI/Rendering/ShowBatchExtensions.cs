namespace FastAI;

/// <summary>Looking at data as the model gets it.</summary>
public static class ShowBatchExtensions
{
    /// <summary>
    /// Draws samples of the first batch after all steps, decoded: what the model sees, as a person sees it. Pictures with their targets above, or, for
    /// samples without pictures, a table of text.
    /// </summary>
    /// <param name="dls">The loaders.</param>
    /// <param name="maxItems">At most so many samples, and at most one batch of them.</param>
    /// <param name="split">Whose samples.</param>
    /// <param name="columns">Samples in a row; about as many as rows, unless given.</param>
    /// <param name="unique">Whether the first sample is drawn again and again, as it comes in one epoch after another: what augmentation does to it.</param>
    /// <exception cref="InvalidOperationException">The split has no samples.</exception>
    /// <exception cref="DataException">An item cannot be read; names its path, index and step.</exception>
    /// <remarks>fastai's <c>show_batch</c>. Only the samples drawn are read, not a whole batch.</remarks>
    public static Figure ShowBatch<TX, TY>(
        this DataLoaders<TX, TY> dls, int maxItems = 9, Split split = Split.Train, int? columns = null, bool unique = false)
    {
        ArgumentNullException.ThrowIfNull(dls);
        Check.AtLeast(maxItems, 1, nameof(maxItems));
        var samples = unique ? OneSample(dls, maxItems, split) : FirstSamples(dls, maxItems, split);
        return Draw(dls, samples, columns);
    }

    private static IReadOnlyList<(TX X, TY Y)> FirstSamples<TX, TY>(DataLoaders<TX, TY> dls, int maxItems, Split split)
    {
        using var batch = dls[split].SomeOf(dls[split].FirstIndices(), maxItems, epoch: 0);
        return dls.Decode(batch);
    }

    private static List<(TX X, TY Y)> OneSample<TX, TY>(DataLoaders<TX, TY> dls, int times, Split split)
    {
        var index = dls[split].FirstIndices();
        List<(TX X, TY Y)> samples = [];
        for (var epoch = 0; epoch < times; epoch++)
        {
            using var batch = dls[split].SomeOf(index, 1, epoch);
            samples.AddRange(dls.Decode(batch));
        }

        return samples;
    }

    private static Figure Draw<TX, TY>(DataLoaders<TX, TY> dls, IReadOnlyList<(TX X, TY Y)> samples, int? columns)
    {
        var cells = new List<(SampleCell Input, SampleCell Target, SampleCell Both)>();
        foreach (var (x, y) in samples)
        {
            var cell = (Input: new SampleCell(), Target: new SampleCell(), Both: new SampleCell());
            dls.XCodec.Show(x, cell.Input);
            dls.XCodec.Show(x, cell.Both);
            dls.YCodec.Show(y, cell.Target);
            dls.YCodec.Show(y, cell.Both);
            cells.Add(cell);
        }

        return cells.Any(cell => cell.Both.HasPicture)
            ? PictureGrid.Draw([.. cells.Select(cell => cell.Both)], columns is null ? Square(cells.Count) : Check.AtLeast(columns.Value, 1, nameof(columns)))
            : TextGrid.Draw(["Input", "Target"], [.. cells.Select(cell => (IReadOnlyList<SampleCell>)[cell.Input, cell.Target])]);
    }

    /// <summary>Columns for about as many columns as rows.</summary>
    internal static int Square(int count) => Math.Max(1, (int)Math.Ceiling(Math.Sqrt(count)));
}
