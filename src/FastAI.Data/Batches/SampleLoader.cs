using System.Collections.Concurrent;

namespace FastAI;

/// <summary>Makes batches out of samples: reads each, runs the item steps, writes it into the batch's tensors, runs the batch steps.</summary>
/// <typeparam name="TX">What an input is.</typeparam>
/// <typeparam name="TY">What a target is.</typeparam>
public abstract class SampleLoader<TX, TY> : DataLoader
{
    private readonly Codec<TX> _xCodec;
    private readonly Codec<TY> _yCodec;
    private readonly ConcurrentDictionary<int, DataException> _skipped;

    internal SampleLoader(Dataset<TX, TY> dataset, SampleSteps<TX, TY> steps, LoaderOptions options, ConcurrentDictionary<int, DataException>? skipped)
        : base(dataset.Split, dataset.Count, options)
        => (_xCodec, _yCodec, ItemTransforms, BatchTransforms, _skipped) = (steps.XCodec, steps.YCodec, steps.Items, steps.Batches, skipped ?? new());

    internal SampleLoader(Split split, int? batches, SampleSteps<TX, TY> steps, LoaderOptions options) : base(split, options, batches)
    {
        (_xCodec, _yCodec, ItemTransforms, BatchTransforms, _skipped) = (steps.XCodec, steps.YCodec, steps.Items, steps.Batches, new());
        IsStream = true;
    }

    private bool IsStream { get; }

    /// <summary>Steps for items.</summary>
    public Pipeline<ItemTransform> ItemTransforms { get; }

    /// <summary>Steps for batches.</summary>
    public Pipeline<BatchTransform> BatchTransforms { get; }

    /// <inheritdoc />
    public override int SkippedItems => _skipped.Count;

    /// <inheritdoc />
    public override int InputCount => _xCodec.ElementCount;

    /// <inheritdoc />
    public override IEnumerable<Batch> Batches(int epoch = 0, CancellationToken cancellationToken = default)
    {
        using var collated = Collated(epoch, cancellationToken).GetEnumerator();
        var given = 0;
        while (collated.MoveNext())
        {
            var batch = collated.Current;
            if (batch.Size == 0)
            {
                batch.Dispose();
                continue;
            }

            given++;
            yield return RunBatchTransforms(batch, epoch);
        }

        if (given == 0 && !_skipped.IsEmpty)
            throw new DataException(
                $"Not one of the {(IsStream ? _skipped.Count : SampleCount)} items of the {SetName} could be read, so nothing is left. The first that failed: {_skipped.Values.First().Message}");
    }

    /// <summary>The batches of an epoch before the batch steps, which belong to no dispose scope; one may be empty where all its items are skipped.</summary>
    private protected abstract IEnumerable<Batch> Collated(int epoch, CancellationToken cancellationToken);

    private protected string SetName => Split == Split.Train ? "training set" : "validation set";

    /// <summary>Reads the samples at some positions into one batch that belongs to no dispose scope.</summary>
    private protected Batch Collate(int[] indices, SampleReader<TX, TY> samples, int epoch, ItemWatch watch)
    {
        // Frees what blocks and steps leave lying about, and everything where one fails.
        using var scope = TorchSharp.torch.NewDisposeScope();
        using var xs = _xCodec.NewBatch(indices.Length);
        using var ys = _yCodec.NewBatch(indices.Length);
        var read = new List<int>(indices.Length);

        foreach (var index in indices)
        {
            watch.Start(index);
            try
            {
                Read(index, samples, epoch, xs, ys, read);
                read.Add(index);
            }
            catch (DataException bad) when (Options.BadItems == BadItems.Skip && bad.InnerException is not ShapeMismatchException)
            {
                if (_skipped.TryAdd(index, bad) && _skipped.Count == 1)
                    Warnings.Raise($"An item is left out, and so will be others like it (see SkippedItems for their number): {bad.Message}");
            }
        }

        watch.Stop();
        List<TensorElement> x = new(_xCodec.ElementCount), y = new(_yCodec.ElementCount);
        xs.Build(read.Count, x);
        ys.Build(read.Count, y);
        return new Batch(x, y, read.Count == indices.Length ? indices : read, Split).Detached();
    }

    private void Read(int index, SampleReader<TX, TY> samples, int epoch, BatchBuilder<TX> xs, BatchBuilder<TY> ys, List<int> before)
    {
        var stage = "Reading";
        try
        {
            var (x, y) = samples.Read(index);
            for (var step = 0; step < ItemTransforms.Steps.Count; step++)
            {
                var transform = ItemTransforms.Steps[step];
                if (!transform.RunsOn(Split)) continue;

                stage = transform.Name;
                var map = transform.Start(new SampleContext(Options.Seed, epoch, index, Split, step));
                x = _xCodec.Map(x, map);
                y = _yCodec.Map(y, map);
            }

            stage = "Putting into the batch";
            xs.Write(before.Count, x);
            ys.Write(before.Count, y);
        }
        catch (ShapeMismatchException mismatch) when (before.Count > 0)
        {
            throw new DataException(
                $"Cannot stack a batch: {mismatch.Message} Sample {mismatch.Slot} is item {index}, {samples.NameOf(index)}; " +
                $"sample 0 is item {before[0]}, {samples.NameOf(before[0])} ({SetName}).", mismatch)
            { Item = samples.NameOf(index), Index = index, Stage = stage };
        }
        catch (Exception e)
        {
            throw DataException.At(stage, samples.NameOf(index), index, Split, e);
        }
    }

    // On the consuming thread: a device sees its work from one thread, and on a CPU libtorch spreads it over the cores by itself.
    private protected Batch RunBatchTransforms(Batch collated, int epoch)
    {
        using var scope = TorchSharp.torch.NewDisposeScope();
        var batch = collated.AttachedTo(scope).To(Device);
        for (var step = 0; step < BatchTransforms.Steps.Count; step++)
            if (BatchTransforms.Steps[step].RunsOn(Split)) batch = Run(BatchTransforms.Steps[step], step, batch, epoch);
        return batch.Detached();
    }

    /// <summary>Runs one batch step; its result's tensors belong to the current dispose scope.</summary>
    internal Batch Run(BatchTransform transform, int step, Batch batch, int epoch)
    {
        try
        {
            return batch.Map(transform.Start(new BatchContext(Options.Seed, epoch, batch.Indices, Split, Device, ItemTransforms.Steps.Count + step)));
        }
        catch (Exception e)
        {
            var first = batch.Indices[0];
            throw new DataException(
                $"{transform.Name} failed for a batch of {batch.Size} of the {SetName} ({batch.Describe()}), whose first sample is item {first}, {NameOf(first)}: " +
                $"{e.GetType().Name}: {e.Message}", e)
            { Item = NameOf(first), Index = first, Stage = transform.Name };
        }
    }
}

/// <summary>How samples become tensors, and the steps that they go through.</summary>
internal sealed record SampleSteps<TX, TY>(Codec<TX> XCodec, Codec<TY> YCodec, Pipeline<ItemTransform> Items, Pipeline<BatchTransform> Batches);

/// <summary>Makes the sample of a number, and tells its name.</summary>
internal readonly record struct SampleReader<TX, TY>(Func<int, (TX X, TY Y)> Read, Func<int, string> NameOf);
