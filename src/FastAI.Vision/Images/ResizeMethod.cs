namespace FastAI.Vision;

/// <summary>How an image is brought to another aspect ratio; fastai's <c>ResizeMethod</c>.</summary>
public enum ResizeMethod
{
    /// <summary>Cut the largest box of the target's aspect out of the image.</summary>
    Crop,

    /// <summary>Pad the image to the smallest box of the target's aspect that contains it.</summary>
    Pad,

    /// <summary>Take the whole image and change its aspect.</summary>
    Squish,
}
