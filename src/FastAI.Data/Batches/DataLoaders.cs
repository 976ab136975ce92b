using TorchSharp;

namespace FastAI;

/// <summary>The loaders of a training run: one for training, one for validation.</summary>
public class DataLoaders : IDisposable
{
    /// <summary>Puts loaders together, which are then disposed together.</summary>
    /// <param name="train">The training batches.</param>
    /// <param name="valid">The validation batches; null where there are none.</param>
    public DataLoaders(DataLoader train, DataLoader? valid = null)
    {
        Train = train;
        Valid = valid;
        Device = torch.CPU;
    }

    /// <summary>The training batches.</summary>
    public DataLoader Train { get; }

    /// <summary>The validation batches; null where there are none.</summary>
    public DataLoader? Valid { get; }

    /// <summary>The device that batches are put on; setting it affects batches from then on.</summary>
    public torch.Device Device
    {
        get;
        set
        {
            field = value;
            Train.Device = value;
            if (Valid is not null) Valid.Device = value;
        }
    }

    /// <summary>How many batches there are.</summary>
    public override string ToString()
        => $"DataLoaders: {Batches(Train)} for training, {(Valid is null ? "none" : Batches(Valid))} for validation";

    private static string Batches(DataLoader loader)
        => loader.KnownCount is { } count ? $"{count} batches of {loader.BatchSize}" : $"a stream of batches of {loader.BatchSize}";

    /// <summary>Loaders over rows of tensors in memory.</summary>
    /// <param name="trainX">Training inputs, one a row. The tensors stay the caller's.</param>
    /// <param name="trainY">Training targets, one a row.</param>
    /// <param name="validX">Validation inputs; null for no validation.</param>
    /// <param name="validY">Validation targets.</param>
    /// <param name="options">Batch size, order, seed.</param>
    public static DataLoaders FromTensors(
        torch.Tensor trainX, torch.Tensor trainY, torch.Tensor? validX = null, torch.Tensor? validY = null, LoaderOptions? options = null)
        => new(new TensorLoader(Split.Train, trainX, trainY, options),
               validX is null || validY is null ? null : new TensorLoader(Split.Valid, validX, validY, options));

    /// <summary>Frees what the loaders hold.</summary>
    public void Dispose()
    {
        (Train as IDisposable)?.Dispose();
        (Valid as IDisposable)?.Dispose();
        GC.SuppressFinalize(this);
    }
}

/// <inheritdoc cref="DataLoaders" />
/// <typeparam name="TX">What an input is.</typeparam>
/// <typeparam name="TY">What a target is.</typeparam>
public sealed class DataLoaders<TX, TY> : DataLoaders
{
    internal DataLoaders(DataLoader<TX, TY> train, DataLoader<TX, TY> valid, Codec<TX> xCodec, Codec<TY> yCodec) : base(train, valid)
        => (Train, Valid, XCodec, YCodec) = (train, valid, xCodec, yCodec);

    /// <inheritdoc cref="DataLoaders.Train" />
    public new DataLoader<TX, TY> Train { get; }

    /// <summary>The validation batches.</summary>
    public new DataLoader<TX, TY> Valid { get; }

    /// <summary>How inputs become tensors.</summary>
    public Codec<TX> XCodec { get; }

    /// <summary>How targets become tensors.</summary>
    public Codec<TY> YCodec { get; }

    /// <summary>The classes of the target, where it has classes.</summary>
    public IReadOnlyList<string> Vocabulary => YCodec.Vocabulary;

    /// <summary>The loader of one split.</summary>
    public DataLoader<TX, TY> this[Split split] => split == Split.Train ? Train : Valid;

    /// <summary>A loader over new inputs without targets, through the steps of validation: <c>learn.GetPreds(dls.TestDl(images))</c>.</summary>
    /// <param name="values">The inputs, in the order in which predictions are wanted. A list is kept as it is, anything else is gone through once, here.</param>
    /// <remarks>fastai's <c>test_dl</c>, which takes items; for those see <see cref="TestDl{TItem}"/>.</remarks>
    public DataLoader<TX, TY> TestDl(IEnumerable<TX> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return Test(Train.Dataset.Of(values as IReadOnlyList<TX> ?? [.. values]));
    }

    /// <summary>A loader over new items, of the kind that these loaders were made of (paths, rows): they go through the fitted blocks and the steps of validation.</summary>
    /// <param name="items">The items, in the order in which predictions are wanted.</param>
    /// <param name="withLabels">Whether they have labels that are to be read; a label that training did not have is then an error.</param>
    /// <typeparam name="TItem">What an item is. Where it is not at hand, <see cref="DataBlock{TRoot, TItem, TX, TY}.TestDl"/> has the compiler check it.</typeparam>
    /// <exception cref="ArgumentException">The loaders are made of other items.</exception>
    /// <remarks>fastai's <c>test_dl</c>. Where items and inputs are of one type, name it (<c>TestDl&lt;string&gt;(items)</c>) to have the block applied.</remarks>
    public DataLoader<TX, TY> TestDl<TItem>(IEnumerable<TItem> items, bool withLabels = false)
    {
        ArgumentNullException.ThrowIfNull(items);
        return Test(Train.Dataset.Of(items as IReadOnlyList<TItem> ?? [.. items], withLabels));
    }

    private DataLoader<TX, TY> Test(Dataset<TX, TY> samples)
        => new(samples, XCodec, samples.YCodec, Valid.ItemTransforms, Valid.BatchTransforms, Valid.Options with { ValidSampler = null }) { Device = Device };

    /// <summary>Turns samples of a batch back into values that can be looked at: batch steps undone, tensors decoded.</summary>
    /// <param name="batch">A batch of these loaders; it is left as it is.</param>
    /// <param name="most">At most so many samples.</param>
    public IReadOnlyList<(TX X, TY Y)> Decode(Batch batch, int most = int.MaxValue)
    {
        using var scope = torch.NewDisposeScope();
        var decoded = batch;
        foreach (var transform in Train.BatchTransforms.Steps.Reverse()) decoded = decoded.Map(transform.Decoding());

        TensorElement[] inputs = [.. decoded.Inputs], targets = [.. decoded.Targets];
        return [.. Enumerable.Range(0, Math.Min(most, batch.Size)).Select(sample => (XCodec.Decode(inputs, sample), YCodec.Decode(targets, sample)))];
    }
}
