namespace FastAI;

/// <summary>How a layer normalises its results: fastai's <c>NormType</c>.</summary>
public enum NormType
{
    /// <summary>Not at all; a convolution has a bias then.</summary>
    None,

    /// <summary>Batch norm, scale starting at 1.</summary>
    Batch,

    /// <summary>Batch norm, scale starting at 0: the last one of a residual path, so that the block starts as the identity.</summary>
    BatchZero,

    /// <summary>Instance norm, scale starting at 1.</summary>
    Instance,

    /// <summary>Instance norm, scale starting at 0.</summary>
    InstanceZero,

    /// <summary>Weight norm: the weight is a direction and a length (Salimans and Kingma 2016).</summary>
    Weight,

    /// <summary>Spectral norm: the weight is divided by its largest singular value (Miyato et al. 2018).</summary>
    Spectral,
}
