namespace FastAI.Vision;

/// <summary>Usual sets of random steps.</summary>
public static class Augmentation
{
    /// <summary>Steps that show a model each image in another way every time: mirrored, turned, enlarged; one resampling for all.</summary>
    /// <param name="doFlip">Whether images may be mirrored left to right; not for digits and letters.</param>
    /// <param name="maxRotate">The largest angle in degrees; 0 for none.</param>
    /// <param name="minZoom">The smallest scale.</param>
    /// <param name="maxZoom">The largest scale; 1 with a smallest of 1 for none.</param>
    /// <param name="size">Side of the square result, also in validation; null to keep the size.</param>
    /// <param name="padMode">What lies beyond the edges.</param>
    /// <param name="pAffine">The probability of turning, and that of enlarging.</param>
    /// <remarks>fastai's <c>aug_transforms</c>, so far without warping and lighting.</remarks>
    public static IReadOnlyList<BatchTransform> AugTransforms(
        bool doFlip = true, double maxRotate = 10, double minZoom = 1, double maxZoom = 1.1, int? size = null, PadMode padMode = PadMode.Reflection, double pAffine = 0.75)
    {
        List<AffineStep> steps = [];
        if (doFlip) steps.Add(new FlipStep());
        if (maxRotate != 0) steps.Add(new RotateStep { MaxDegrees = maxRotate, Probability = pAffine });
        if (minZoom < 1 || maxZoom > 1) steps.Add(new ZoomStep { Min = minZoom, Max = maxZoom, Probability = pAffine });
        return steps.Count == 0 && size is null ? [] : [new AffineAugment { Steps = steps, Size = size is null ? null : ImageSize.Square(size.Value), PadMode = padMode }];
    }
}
