namespace FastAI.Vision;

/// <summary>What the bytes of an <see cref="Image"/> mean; fastai's <c>PILImage</c> (mode RGB) and <c>PILImageBW</c> (mode L).</summary>
public enum ImageMode
{
    /// <summary>Three bytes a pixel: red, green, blue.</summary>
    Rgb,

    /// <summary>One byte a pixel: luminance, or the class index of a mask.</summary>
    Gray,
}
