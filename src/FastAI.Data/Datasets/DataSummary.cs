using System.Globalization;
using System.Text;

namespace FastAI;

/// <summary>What a data block makes of a source, stage by stage: one sample and one batch with types, shapes and value ranges.</summary>
/// <remarks>fastai's <c>DataBlock.summary</c>, which needs a full batch; this works from one item a split.</remarks>
public sealed class DataSummary
{
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
        var summary = new DataSummary();
        try
        {
            summary.Line($"Source     {source}");
            var datasets = block.Datasets(source);
            summary.Items(datasets);
            summary.Line($"Input      {block.Parts.XName}");
            summary.Line($"Target     {block.Parts.YName}");
            summary.Sample(datasets, datasets.Train.NameOf(0));
            summary.FirstBatch(datasets, batchSize ?? Math.Min(4, datasets.Train.Count));
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

        Dictionary<string, int> Counts(Dataset<TX, TY> set)
            => Enumerable.Range(0, set.Count).Select(i => set.Y(i)?.ToString() ?? "").CountBy(label => label).ToDictionary(count => count.Key, count => count.Value);
        var (train, valid) = (Counts(datasets.Train), Counts(datasets.Valid));
        Line($"Classes    {vocabulary.Count}: " + string.Join(", ", vocabulary.Take(20).Select(label => $"{label} {train.GetValueOrDefault(label)} + {valid.GetValueOrDefault(label)}")) +
             (vocabulary.Count > 20 ? ", …" : ""));
    }

    private void Sample<TX, TY>(Datasets<TX, TY> datasets, string name)
    {
        Line($"Sample     {name}");
        var (x, y) = datasets.Train[0];
        Step("made", $"{datasets.XCodec.Describe(x)}  |  {datasets.YCodec.Describe(y)}");
        for (var step = 0; step < datasets.ItemTransforms.Steps.Count; step++)
        {
            var transform = datasets.ItemTransforms.Steps[step];
            try
            {
                var map = transform.Start(new SampleContext(42, 0, 0, Split.Train, step));
                (x, y) = (datasets.XCodec.Map(x, map), datasets.YCodec.Map(y, map));
            }
            catch (Exception e)
            {
                throw DataException.At(transform.Name, name, 0, Split.Train, e);
            }

            Step(transform.Name, $"{datasets.XCodec.Describe(x)}  |  {datasets.YCodec.Describe(y)}");
        }
    }

    private void FirstBatch<TX, TY>(Datasets<TX, TY> datasets, int batchSize)
    {
        Line($"Batch      of {batchSize}");
        var options = new LoaderOptions { BatchSize = batchSize, Workers = 0, Shuffle = false };
        var steps = FastAI.Datasets.Load(datasets, options).Train.BatchTransforms.Steps;
        for (var count = 0; count <= steps.Count; count++)
        {
            var loader = new DataLoader<TX, TY>(
                datasets.Train, datasets.XCodec, datasets.YCodec, datasets.ItemTransforms, new Pipeline<BatchTransform>(steps.Take(count)), options);
            using var batch = loader.OneBatch();
            Step(count == 0 ? "stacked" : steps[count - 1].Name, string.Join("  |  ", batch.Elements.Select(Describe)));
        }
    }

    private static string Describe(TensorElement element)
    {
        using var scope = TorchSharp.torch.NewDisposeScope();
        var data = element.Data;
        var numbers = data.to(TorchSharp.torch.ScalarType.Float64);
        var range = data.numel() == 0 ? "empty" : string.Create(CultureInfo.InvariantCulture, $"{numbers.min().item<double>():g4} to {numbers.max().item<double>():g4}");
        return $"{element.GetType().Name} [{string.Join(", ", data.shape)}] {data.dtype}, {range}";
    }

    private void Step(string name, string outcome) => Line($"  {name,-18} {outcome}");

    private void Line(string text) => _text.AppendLine(text);
}
