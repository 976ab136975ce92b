using System.Globalization;
using System.Text;
using TorchSharp;

namespace FastAI;

/// <summary>What a data block makes of a source, stage by stage: a sample of each split and one batch, with types, shapes and value ranges.</summary>
/// <remarks>fastai's <c>DataBlock.summary</c>, which needs a full batch; this works from one item a split.</remarks>
public sealed class DataSummary
{
    private const int MostClasses = 20;

    private readonly StringBuilder _text = new();

    private DataSummary()
    {
    }

    /// <summary>Why the walk ended early; null where every stage did its work.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>The whole summary, as lines of text.</summary>
    public override string ToString() => _text.ToString();

    internal static DataSummary Of<TRoot, TItem, TX, TY>(DataBlock<TRoot, TItem, TX, TY> block, TRoot source, int? batchSize)
    {
        if (batchSize is { } size) Check.AtLeast(size, 1, nameof(batchSize));

        var summary = new DataSummary();
        try
        {
            summary.Line($"Source     {source}");
            var datasets = block.Datasets(source);
            summary.Items(datasets);
            summary.Line($"Input      {block.Parts.XName}");
            summary.Line($"Target     {block.Parts.YName}");
            summary.Sample(datasets, datasets.Train);
            if (datasets.Valid.Count > 0) summary.Sample(datasets, datasets.Valid);
            summary.FirstBatch(datasets, Math.Min(batchSize ?? 4, datasets.Train.Count));
        }
        catch (Exception e)
        {
            summary.Failure = e;
            summary.Line($"FAILED     {e.Message}");
        }

        return summary;
    }

    private void Items<TX, TY>(Datasets<TX, TY> datasets)
    {
        Line($"Items      {datasets.Train.Count + datasets.Valid.Count}: {datasets.Train.Count} for training, {datasets.Valid.Count} for validation");
        if (datasets.YCodec.Vocabulary is not { Count: > 0 } vocabulary) return;

        var (train, valid) = (Counts(datasets.Train), Counts(datasets.Valid));
        var classes = vocabulary.Take(MostClasses).Select(label => $"{label} {train.GetValueOrDefault(label)} + {valid.GetValueOrDefault(label)}");
        Line($"Classes    {vocabulary.Count} (training + validation): {string.Join(", ", classes)}{(vocabulary.Count > MostClasses ? ", …" : "")}");
    }

    private static Dictionary<string, int> Counts<TX, TY>(Dataset<TX, TY> dataset)
        => Enumerable.Range(0, dataset.Count).SelectMany(index => LabelsOf(dataset.Y(index))).CountBy(label => label)
            .ToDictionary(count => count.Key, count => count.Value);

    private static IReadOnlyList<string> LabelsOf<TY>(TY value) => value is MultiCategory several ? several.Labels : [value?.ToString() ?? ""];

    private void Sample<TX, TY>(Datasets<TX, TY> datasets, Dataset<TX, TY> dataset)
    {
        Line($"Sample     {dataset.NameOf(0)} ({(dataset.Split == Split.Train ? "training" : "validation")})");
        var (x, y) = Try("Reading", dataset, () => dataset[0]);
        Step("made", $"{datasets.XCodec.Describe(x)}  |  {datasets.YCodec.Describe(y)}");
        for (var step = 0; step < datasets.ItemTransforms.Steps.Count; step++)
        {
            var transform = datasets.ItemTransforms.Steps[step];
            if (!transform.RunsOn(dataset.Split)) continue;

            var context = new SampleContext(new LoaderOptions().Seed, 0, 0, dataset.Split, step);
            (x, y) = Try(transform.Name, dataset, () =>
            {
                var map = transform.Start(context);
                return (datasets.XCodec.Map(x, map), datasets.YCodec.Map(y, map));
            });
            Step(transform.Name, $"{datasets.XCodec.Describe(x)}  |  {datasets.YCodec.Describe(y)}");
        }
    }

    private static T Try<T, TX, TY>(string stage, Dataset<TX, TY> dataset, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception e)
        {
            throw DataException.At(stage, dataset.NameOf(0), 0, dataset.Split, e);
        }
    }

    private void FirstBatch<TX, TY>(Datasets<TX, TY> datasets, int batchSize)
    {
        Line($"Batch      of {batchSize}");
        var options = new LoaderOptions { BatchSize = batchSize, Workers = 0, Shuffle = false };
        var loader = new DataLoader<TX, TY>(datasets.Train, datasets.XCodec, datasets.YCodec, datasets.ItemTransforms, new Pipeline<BatchTransform>([]), options);

        using var scope = torch.NewDisposeScope();
        var batch = loader.OneBatch().AttachedTo(scope);
        Step("stacked", Describe(batch));
        for (var step = 0; step < datasets.BatchTransforms.Steps.Count; step++)
        {
            var transform = datasets.BatchTransforms.Steps[step];
            if (!transform.RunsOn(Split.Train)) continue;

            if (transform.NeedsSetUp) transform = transform.SetUp(batch);
            batch = loader.Run(transform, step, batch, epoch: 0);
            Step(transform.Name, Describe(batch));
        }
    }

    private static string Describe(Batch batch) => string.Join("  |  ", batch.Elements.Select(Describe));

    private static string Describe(TensorElement element)
    {
        using var scope = torch.NewDisposeScope();
        var data = element.Data;
        var numbers = data.to(torch.ScalarType.Float64);
        var range = data.numel() == 0 ? "empty" : string.Create(CultureInfo.InvariantCulture, $"{numbers.min().item<double>():g4} to {numbers.max().item<double>():g4}");
        return $"{element.GetType().Name} [{string.Join(", ", data.shape)}] {data.dtype}, {range}";
    }

    private void Step(string name, string outcome) => Line($"  {name,-18} {outcome}");

    private void Line(string text) => _text.AppendLine(text);
}
