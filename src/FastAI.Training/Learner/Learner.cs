using TorchSharp;
using static TorchSharp.torch;

namespace FastAI;

/// <summary>
/// Brings together data, a model, a loss and an optimizer, and trains. The loop is a sequence of events that callbacks take part in.
/// </summary>
/// <remarks>fastai's <c>Learner</c>. It is not for several threads at once.</remarks>
public partial class Learner : IDisposable
{
    private readonly nn.Module _model;
    private readonly Func<Tensors, Tensors> _forward;
    private readonly List<Callback> _added = [];
    private IReadOnlyList<Callback> _guests = [];
    private CallbackSet _callbacks = CallbackSet.Empty;
    private Optimizer? _optimizer;
    private Pass? _pass;
    private FitState? _fit;
    private bool _isSearching, _isDisposed;

    /// <param name="dls">The loaders. They stay the caller's.</param>
    /// <param name="model">A module over one tensor, or over as many as the data has inputs. Disposed with the learner, unless the options say
    /// otherwise.</param>
    /// <param name="loss">What training makes small.</param>
    /// <param name="metrics">What is measured in validation.</param>
    /// <param name="options">Everything else.</param>
    /// <exception cref="ArgumentException">The model takes another number of inputs than the data has, two metrics have one name, callbacks do not go
    /// together, …</exception>
    public Learner(DataLoaders dls, nn.Module model, Loss loss, IReadOnlyList<Metric>? metrics = null, LearnerOptions? options = null)
        : this(dls, model, isBuiltHere: false, loss, metrics, options)
    {
    }

    /// <param name="isBuiltHere">Whether nobody else knows the model, so that it has to be freed where the learner cannot be made.</param>
    private protected Learner(DataLoaders dls, nn.Module model, bool isBuiltHere, Loss loss, IReadOnlyList<Metric>? metrics, LearnerOptions? options)
    {
        ArgumentNullException.ThrowIfNull(dls);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(loss);

        (Loaders, _model, LossFunction, Metrics, Options) = (dls, model, loss, metrics ?? [], options ?? new());
        try
        {
            ThrowIfSameName(Metrics);
            _forward = ModelCall.Of(model, dls.Train.InputCount);
            foreach (var callback in Options.Callbacks) Add(callback);
            Device = Devices.DefaultOr(Options.Device);
            model.to(Device);
            dls.Device = Device;
        }
        catch when (isBuiltHere)
        {
            model.Dispose();
            throw;
        }
    }

    private static void ThrowIfSameName(IReadOnlyList<Metric> metrics)
    {
        var twice = metrics.CountBy(metric => metric.Name).FirstOrDefault(name => name.Value > 1);
        if (twice.Key is not null)
            throw new ArgumentException($"{twice.Value} metrics are called '{twice.Key}': give each a name of its own.", nameof(metrics));
    }

    /// <summary>The loaders.</summary>
    public DataLoaders Loaders { get; }

    /// <summary>The model.</summary>
    public nn.Module Model
    {
        get
        {
            ThrowIfDisposed();
            return _model;
        }
    }

    /// <summary>What training makes small.</summary>
    public Loss LossFunction { get; }

    /// <summary>What is measured in validation.</summary>
    public IReadOnlyList<Metric> Metrics { get; }

    /// <summary>The settings that the learner was made with.</summary>
    public LearnerOptions Options { get; }

    /// <summary>The device that is trained on.</summary>
    public Device Device { get; }

    /// <summary>What the last fit has measured.</summary>
    public Recorder Recorder { get; private set; } = new();

    /// <summary>The callbacks, in the order in which they run.</summary>
    public IReadOnlyList<Callback> Callbacks => _callbacks.InOrder;

    /// <summary>The optimizer; made when it is first asked for.</summary>
    public Optimizer Optimizer
    {
        get
        {
            ThrowIfDisposed();
            return _optimizer ??= MakeOptimizer();
        }
    }

    /// <summary>
    /// How many epochs this learner has been through, cancelled ones included: the number that decides the order of samples and what is drawn for
    /// them. An epoch that an exception ended does not count, so that it is repeated with the same samples.
    /// </summary>
    public int EpochsTrained { get; internal set; }

    /// <summary>Adds a callback. In a fit it takes part from the next event on.</summary>
    /// <exception cref="InvalidOperationException">It is there already, or one of its type is.</exception>
    /// <exception cref="ArgumentException">What callbacks say of their order goes in a circle, or this one overrides no event.</exception>
    public void Add(Callback callback)
    {
        ArgumentNullException.ThrowIfNull(callback);
        _callbacks = CallbackSet.Of([.. _added, callback, .. _guests]);
        _added.Add(callback);
    }

    /// <summary>Takes a callback away; false where it was not there.</summary>
    public bool Remove(Callback callback)
    {
        if (!_added.Remove(callback)) return false;

        _callbacks = CallbackSet.Of([.. _added, .. _guests]);
        return true;
    }

    /// <summary>Adds a callback in place of the one of its type, if there is one.</summary>
    /// <inheritdoc cref="Add" path="/exception" />
    public void Replace(Callback callback)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var others = _added.Where(other => other.GetType() != callback.GetType()).ToArray();
        _callbacks = CallbackSet.Of([.. others, callback, .. _guests]);
        _added.Clear();
        _added.AddRange([.. others, callback]);
    }

    /// <summary>Callbacks that take part for a while only, and which of the others do not.</summary>
    private void SetGuests(IReadOnlyList<Callback> guests)
    {
        _callbacks = CallbackSet.Of([.. _isSearching ? _added.Where(callback => callback is not IReportsProgress) : _added, .. guests]);
        _guests = guests;
    }

    private Optimizer MakeOptimizer()
    {
        var groups = ModelParameters.Groups(_model, Options);
        var optimizer = Options.Optimizer(groups);
        foreach (var group in groups) group.WeightDecay = Options.WeightDecay ?? optimizer.DefaultWeightDecay;
        return optimizer;
    }

    private protected void ThrowIfDisposed()
    {
        if (_isDisposed) throw new ObjectDisposedException(nameof(Learner), "This learner was disposed, and its model with it: make a new one, or work inside its using block.");
    }

    /// <summary>Frees the optimizer's state and, unless the options say otherwise, the model. The loaders stay.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees what the learner holds.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (_isDisposed || !disposing) return;

        _isDisposed = true;
        _optimizer?.Dispose();
        foreach (var callback in _added) (callback as IDisposable)?.Dispose();
        if (!Options.LeavesModelOpen) _model.Dispose();
    }
}
