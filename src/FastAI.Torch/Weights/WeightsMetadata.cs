namespace FastAI;

/// <summary>The keys of what this library writes about a weights file into its metadata.</summary>
public static class WeightsMetadata
{
    /// <summary>The model that the weights are of, e.g. <c>resnet34</c>.</summary>
    public const string Architecture = "fastai.architecture";

    /// <summary>The version of the library that wrote the file.</summary>
    public const string Version = "fastai.version";

    /// <summary>The description of an exported learner; a file that has it is one.</summary>
    public const string Manifest = "fastai.manifest";

    /// <summary>The classes that the outputs stand for, in their order: a JSON array of strings.</summary>
    public const string Vocabulary = "fastai.vocabulary";
}
