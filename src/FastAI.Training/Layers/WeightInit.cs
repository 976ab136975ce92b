using static TorchSharp.torch;

namespace FastAI;

/// <summary>The distribution that the weight before an activation is drawn from.</summary>
public enum WeightInit
{
    /// <summary>PyTorch's default for linear layers and convolutions: uniform, bound <c>1/sqrt(fan in)</c>.</summary>
    Default,

    /// <summary>Kaiming uniform, bound <c>sqrt(6/fan in)</c>: for ReLU and its kin (He et al. 2015).</summary>
    Kaiming,

    /// <summary>Xavier uniform, bound <c>sqrt(6/(fan in + fan out))</c>: for sigmoid and tanh (Glorot and Bengio 2010).</summary>
    Xavier,
}

/// <summary>Fills fresh weights in place, outside of autograd.</summary>
internal static class WeightInits
{
    /// <summary>fastai's <c>init_linear</c>: the weight by the activation that follows, the bias from a normal distribution.</summary>
    public static void Apply(Tensor weight, Tensor? bias, WeightInit init, double biasDeviation)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        if (bias is not null)
        {
            if (biasDeviation == 0) nn.init.zeros_(bias);
            else nn.init.normal_(bias, 0, biasDeviation);
        }

        switch (init)
        {
            case WeightInit.Kaiming:
                nn.init.kaiming_uniform_(weight);
                break;
            case WeightInit.Xavier:
                nn.init.xavier_uniform_(weight);
                break;
        }
    }
}
