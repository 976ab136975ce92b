namespace FastAI;

/// <summary>What a fit has measured: a row for each epoch, and the losses and rates of each training batch. The loop itself writes it, before the events of the moment.</summary>
/// <remarks>fastai's <c>Recorder</c>. Validating or predicting afterwards leaves it as it is.</remarks>
public sealed class Recorder
{
    private readonly List<EpochRow> _rows = [];
    private readonly List<float> _losses = [], _smoothLosses = [];
    private readonly List<double> _rates = [], _momenta = [];
    private readonly List<int> _rowEnds = [];
    private SmoothLoss _smooth = new();

    /// <summary>Names of the metrics, in the order of their values in a row.</summary>
    public IReadOnlyList<string> MetricNames { get; private set; } = [];

    /// <summary>A row for each epoch; the last one may be incomplete.</summary>
    public IReadOnlyList<EpochRow> Rows => _rows;

    /// <summary>How many training batches were done at the end of each row.</summary>
    public IReadOnlyList<int> RowEnds => _rowEnds;

    /// <summary>The loss of each training batch.</summary>
    public IReadOnlyList<float> Losses => _losses;

    /// <summary>The smoothed loss after each training batch: an average in which a batch's weight falls by 0.98 with each that follows, debiased.</summary>
    public IReadOnlyList<float> SmoothLosses => _smoothLosses;

    /// <summary>The learning rate of each training batch, that of the last group of parameters.</summary>
    public IReadOnlyList<double> LearningRates => _rates;

    /// <summary>The momentum of each training batch, that of the last group.</summary>
    public IReadOnlyList<double> Momenta => _momenta;

    /// <summary>Why the fit ended before its last epoch; null where it did not.</summary>
    public string? StoppedBecause { get; internal set; }

    internal void Start(IReadOnlyList<string> metricNames)
    {
        MetricNames = metricNames;
        StoppedBecause = null;
        _smooth = new();
        _rows.Clear();
        _rowEnds.Clear();
        _losses.Clear();
        _smoothLosses.Clear();
        _rates.Clear();
        _momenta.Clear();
    }

    internal void Add(float loss, double learningRate, double momentum)
    {
        _losses.Add(loss);
        _rates.Add(learningRate);
        _momenta.Add(momentum);
        _smoothLosses.Add(_smooth.Add(loss));
    }

    internal void Add(EpochRow row)
    {
        _rows.Add(row);
        _rowEnds.Add(_losses.Count);
    }
}

/// <summary>What one epoch has measured.</summary>
/// <param name="Epoch">The epoch, from 0.</param>
/// <param name="TrainLoss">The smoothed training loss at its end; null where nothing was trained.</param>
/// <param name="ValidLoss">The loss averaged over all validation items; null without validation.</param>
/// <param name="Metrics">The metrics over all validation items, in the order of their names; null where nothing was seen.</param>
/// <param name="Time">How long it took.</param>
/// <param name="IsComplete">False where it was cancelled or stopped before its end.</param>
public sealed record EpochRow(int Epoch, double? TrainLoss, double? ValidLoss, IReadOnlyList<double?> Metrics, TimeSpan Time, bool IsComplete = true);
