namespace FastAI.Vision;

/// <summary>What lies outside of an image where a crop reaches beyond it; fastai's <c>PadMode</c>.</summary>
public enum PadMode
{
    /// <summary>Black, or class 0 of a mask.</summary>
    Zeros,

    /// <summary>The nearest pixel of the edge.</summary>
    Border,

    /// <summary>The image mirrored at its edge pixel, which is not repeated; beyond one width it mirrors again.</summary>
    Reflection,
}
