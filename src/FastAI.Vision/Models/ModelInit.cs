using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FastAI.Vision;

/// <summary>How the networks' weights start, outside of autograd.</summary>
internal static class ModelInit
{
    /// <summary>Convolutions and linear layers from a normal distribution, deviation <c>sqrt(2/fan)</c>.</summary>
    /// <param name="model">The network, or a part of it.</param>
    /// <param name="fanOut">The fan of convolutions is what goes out, as in torchvision's ResNet and VGG.</param>
    /// <param name="linear">Linear layers too.</param>
    public static void KaimingNormal(nn.Module model, bool fanOut = false, bool linear = true)
    {
        using var noGrad = no_grad();
        foreach (var module in model.modules())
        {
            if (module is Convolution conv) nn.init.kaiming_normal_(conv.weight, mode: fanOut ? nn.init.FanInOut.FanOut : nn.init.FanInOut.FanIn);
            else if (linear && module is Linear line) nn.init.kaiming_normal_(line.weight);
        }
    }

    /// <summary>All biases of convolutions and linear layers, and with <paramref name="norms"/> of norms, at 0.</summary>
    public static void ZeroBiases(nn.Module model, bool norms = true)
    {
        using var noGrad = no_grad();
        foreach (var module in model.modules())
        {
            var bias = module switch
            {
                Convolution conv => conv.bias,
                Linear linear => linear.bias,
                NormBase norm when norms => norm.bias,
                _ => null,
            };
            if (bias is not null) nn.init.zeros_(bias);
        }
    }
}
