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
    private Callback[] _callbacks = [];
    private Optimizer? _optimizer;
    private Pass? _pass;
    private FitState? _fit;
    private bool _isSearching, _isDisposed;

    /// <param name="dls">The loaders. They stay the caller's.</param>
    /// <param name="model">A module over one tensor, or over as many as the data has inputs. Disposed with the learner, unless the options say otherwise.</param>
    /// <param name="loss">What training makes small.</param>
    /// <param name="metrics">What is measured in validation.</param>
    /// <param name="options">Everything else.</param>
    /// <exception cref="ArgumentException">The model takes another number of inputs than the data has, two metrics have one name, callbacks do not go together, …</exception>
    public Learner(DataLoaders dls, nn.Module model, Loss loss, IReadOnlyList<Metric>? metrics = null, LearnerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(dls);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(loss);

        Options = options ?? new();
        Metrics = metrics ?? [];
        var twice = Metrics.CountBy(metric => metric.Name).FirstOrDefault(name => name.Value > 1);
        if (twice.Key is not null)
            throw new ArgumentException($"{twice.Value} metrics are called '{twice.Key}': give each a name of its own.", nameof(metrics));

        (Loaders, _model, LossFunction) = (dls, model, loss);
        _forward = ModelCall.Of(model);
        Device = Options.Device ?? Devices.Default;
        model.to(Device);
        dls.Device = Device;
        foreach (var callback in Options.Callbacks) Add(callback);
    }

    /// <summary>The loaders.</summary>
    public DataLoaders Loaders { get; }

    /// <summary>The model.</summary>
    public nn.Module Model => Alive(_model);

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
    public IReadOnlyList<Callback> Callbacks => _callbacks;

    /// <summary>The optimizer; made when it is first asked for.</summary>
    public Optimizer Optimizer => _optimizer ??= Alive(MakeOptimizer());

    /// <summary>How many epochs were begun since the learner was made: the number that decides the order of samples and what is drawn for them.</summary>
    public int EpochsTrained { get; internal set; }

    /// <summary>Adds a callback.</summary>
    /// <exception cref="InvalidOperationException">It is there already, or one of its type is.</exception>
    /// <exception cref="ArgumentException">What callbacks say of their order goes in a circle.</exception>
    public void Add(Callback callback)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var isTwice = _added.Any(other => other == callback || (other.GetType() == callback.GetType() && !callback.AllowsSeveral));
        if (isTwice)
            throw new InvalidOperationException(
                $"A {callback.GetType().Name} is already among the callbacks, and a second one would do its work twice. Use Replace, or Remove the first one before.");

        _callbacks = CallbackOrder.Sort([.. _added, callback]);
        _added.Add(callback);
    }

    /// <summary>Takes a callback away; false where it was not there.</summary>
    public bool Remove(Callback callback)
    {
        if (!_added.Remove(callback)) return false;

        _callbacks = CallbackOrder.Sort(_added);
        return true;
    }

    /// <summary>Adds a callback in place of the one of its type, if there is one.</summary>
    public void Replace(Callback callback)
    {
        ArgumentNullException.ThrowIfNull(callback);
        foreach (var other in _added.Where(other => other.GetType() == callback.GetType()).ToArray()) Remove(other);
        Add(callback);
    }

    /// <summary>The model's prediction for inputs, as the loop calls it.</summary>
    internal Tensors Forward(Tensors inputs) => _forward(inputs);

    private Optimizer MakeOptimizer()
    {
        var groups = ModelParameters.Groups(_model, Options);
        var optimizer = Options.Optimizer(groups);
        foreach (var group in groups) group.WeightDecay = Options.WeightDecay;
        return optimizer;
    }

    private T Alive<T>(T value)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return value;
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
        foreach (var callback in _callbacks) (callback as IDisposable)?.Dispose();
        if (!Options.LeavesModelOpen)
        {
            foreach (var parameter in _model.parameters()) parameter.grad = null;
            _model.Dispose();
        }
    }
}
