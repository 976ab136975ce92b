using TorchSharp;
using static TorchSharp.torch;

namespace FastAI;

/// <summary>
/// Exported learners: one safetensors file with the model's weights, and a manifest of what to build around them. No code is in it, and none is run when it
/// is loaded.
/// </summary>
public static class LearnerFile
{
    /// <summary>
    /// Writes what prediction needs: steps, vocabulary, model, weights. The file is written whole or not at all; one that was there stays until the new one is complete.
    /// </summary>
    /// <param name="learn">The learner; it stays as it is.</param>
    /// <param name="path">The file, by custom ending in <c>.fai</c>.</param>
    /// <exception cref="InvalidOperationException">The learner was given its model as a module, without a recipe to build it anew.</exception>
    /// <exception cref="ComponentException">A part is of a type that is not registered.</exception>
    /// <exception cref="IOException">The disk is full, the folder is missing, or the file cannot be replaced.</exception>
    /// <remarks>fastai's <c>learn.export</c>, which pickles the learner, code and all.</remarks>
    public static void Export<TX, TY>(this Learner<TX, TY> learn, string path)
    {
        ArgumentNullException.ThrowIfNull(learn);
        var recipe = learn.Recipe ?? throw new InvalidOperationException(
            $"This learner cannot be exported: its model, a {learn.Model.GetType().Name}, was given as a module, and a file can hold only how to build one. " +
            "Give the learner a recipe (new Learner(dls, recipe)), or save the weights alone with learn.Save(path).");

        ModelWeights.Save(learn.Model, path, new Dictionary<string, string>
        {
            [WeightsMetadata.Architecture] = recipe.Architecture,
            [WeightsMetadata.Manifest] = LearnerManifest.Write(learn.Steps, recipe),
        });
    }

    /// <summary>Loads an exported learner for prediction.</summary>
    /// <param name="path">The file.</param>
    /// <param name="device">The device to predict on; the best there is, unless given.</param>
    /// <returns>What predicts; the caller disposes it.</returns>
    /// <exception cref="WeightsFileException">The file is something else, damaged, made by a newer version, of other types, or needs a part that is not registered.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <remarks>fastai's <c>load_learner</c>.</remarks>
    public static Predictor<TX, TY> Load<TX, TY>(string path, Device? device = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        LearnerManifest.ThrowIfNoLearner(path);
        using var file = SafeTensors.Open(path);
        var manifest = LearnerManifest.Of(file);
        var steps = new Preprocessing<TX, TY>(
            OfType<Codec<TX>>(manifest, "input"), OfType<Codec<TY>>(manifest, "target"),
            new(manifest.Parts<ItemTransform>("itemTransforms")), new(manifest.Parts<BatchTransform>("batchTransforms")), manifest.Part<Loss>("loss"));

        var model = Built(manifest.Part<ModelRecipe>("model"), path);
        try
        {
            ModelWeights.Load(model, file);
            device = Devices.DefaultOr(device);
            model.to(device);
            model.eval();
            return new(steps, model, device, ownsModel: true);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    // Settings that no model can be built with, such as a negative size, show only here, as whatever the layers throw.
    private static nn.Module Built(ModelRecipe recipe, string path)
    {
        try
        {
            return recipe.Build();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new WeightsFileException(path, $"{path} cannot be loaded: its model, {recipe}, cannot be built ({e.GetType().Name}: {e.Message.Split('\n')[0]}). The file is damaged, or was changed by hand.", e);
        }
    }

    private static T OfType<T>(LearnerManifest manifest, string name) where T : Codec
    {
        var codec = manifest.Part<Codec>(name);
        return codec as T ?? throw new WeightsFileException(manifest.File,
            $"{manifest.File} is a learner whose {name} is {codec.Name}, and it is loaded as one of {typeof(T).GenericTypeArguments[0].Name}. Give the types that it was trained with: LoadLearner<…>.");
    }
}
