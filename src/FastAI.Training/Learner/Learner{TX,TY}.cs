using static TorchSharp.torch;

namespace FastAI;

/// <summary>A learner that knows what its data is, so that it predicts, shows and exports values instead of tensors.</summary>
/// <typeparam name="TX">What an input is.</typeparam>
/// <typeparam name="TY">What a target is.</typeparam>
public sealed class Learner<TX, TY> : Learner
{
    private readonly Lazy<Predictor<TX, TY>> _predictor;

    /// <param name="dls">The loaders. They stay the caller's.</param>
    /// <param name="model">A module over as many tensors as the data has inputs. Disposed with the learner, unless the options say otherwise.</param>
    /// <param name="loss">What training makes small; the usual one for the target, unless given.</param>
    /// <param name="metrics">What is measured in validation; only metrics for this kind of target are taken.</param>
    /// <param name="options">Everything else.</param>
    /// <param name="recipe">How to build the model anew; a learner can be exported only with one.</param>
    /// <inheritdoc cref="Learner(DataLoaders, nn.Module, Loss, IReadOnlyList{Metric}, LearnerOptions)" path="/exception" />
    public Learner(
        DataLoaders<TX, TY> dls, nn.Module model, Loss? loss = null, IReadOnlyList<Metric<TY>>? metrics = null, LearnerOptions? options = null, ModelRecipe? recipe = null)
        : this(dls, LossFor(dls, loss), model, isBuiltHere: false, metrics, options, recipe)
    {
    }

    /// <summary>A learner whose model is built from a recipe.</summary>
    /// <inheritdoc cref="Learner{TX, TY}(DataLoaders{TX, TY}, nn.Module, Loss, IReadOnlyList{Metric{TY}}, LearnerOptions, ModelRecipe)" />
    public Learner(DataLoaders<TX, TY> dls, ModelRecipe recipe, Loss? loss = null, IReadOnlyList<Metric<TY>>? metrics = null, LearnerOptions? options = null)
        : this(dls, LossFor(dls, loss), Build(recipe, options), isBuiltHere: true, metrics, options, recipe)
    {
    }

    private Learner(
        DataLoaders<TX, TY> dls, Loss loss, nn.Module model, bool isBuiltHere, IReadOnlyList<Metric<TY>>? metrics, LearnerOptions? options, ModelRecipe? recipe)
        : base(dls, model, isBuiltHere, loss, metrics, options)
    {
        (Loaders, Recipe) = (dls, recipe);
        var steps = new Preprocessing<TX, TY>(dls.XCodec, dls.YCodec, dls.Train.ItemTransforms, dls.Train.BatchTransforms, LossFunction);
        _predictor = new(() => new Predictor<TX, TY>(steps, Model, Device, ownsModel: false));
        Steps = steps;
    }

    /// <inheritdoc cref="Learner.Loaders" />
    public new DataLoaders<TX, TY> Loaders { get; }

    /// <summary>How to build the model anew; null where it was given as a module alone.</summary>
    public ModelRecipe? Recipe { get; }

    private protected override IReadOnlyList<string> Vocabulary => Loaders.Vocabulary;

    private protected override string Architecture => Recipe?.Architecture ?? base.Architecture;

    internal Preprocessing<TX, TY> Steps { get; }

    /// <summary>This learner's model with the steps around it, for prediction. It is the learner's, and ends with it.</summary>
    public Predictor<TX, TY> Predictor
    {
        get
        {
            ThrowIfDisposed();
            return _predictor.Value;
        }
    }

    /// <inheritdoc cref="Predictor{TX, TY}.Predict(TX)" />
    public Prediction<TY> Predict(TX value) => Predictor.Predict(value);

    /// <inheritdoc cref="Predictor{TX, TY}.Predict(IEnumerable{TX}, int, CancellationToken)" />
    public IReadOnlyList<Prediction<TY>> Predict(IEnumerable<TX> values, int batchSize = 64, CancellationToken cancellationToken = default)
        => Predictor.Predict(values, batchSize, cancellationToken);

    /// <summary>What the model makes of a batch of these loaders.</summary>
    internal IReadOnlyList<Prediction<TY>> PredictBatch(Batch batch) => Predictor.Predict(batch);

    private static Loss LossFor(DataLoaders<TX, TY> dls, Loss? loss)
    {
        ArgumentNullException.ThrowIfNull(dls);
        return loss ?? FastAI.Loss.For(dls.YCodec.Kind);
    }

    private static nn.Module Build(ModelRecipe recipe, LearnerOptions? options)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        using var random = TorchRandom.Seeded((options ?? new()).Seed);
        return recipe.Build();
    }
}
