using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace FastAI.Vision;

/// <summary>The known networks for pictures, and how they are found again by name.</summary>
public static class Architectures
{
    private static readonly ConcurrentDictionary<string, Architecture> s_known = new(StringComparer.Ordinal);

    private static readonly int[] s_18 = [2, 2, 2, 2], s_34 = [3, 4, 6, 3], s_101 = [3, 4, 23, 3], s_152 = [3, 8, 36, 3];

    /// <summary>torchvision's ResNet-18.</summary>
    public static ResNetArchitecture Resnet18 { get; } = ResNet("resnet18", "ResNet-18", false, s_18);

    /// <summary>torchvision's ResNet-34.</summary>
    public static ResNetArchitecture Resnet34 { get; } = ResNet("resnet34", "ResNet-34", false, s_34);

    /// <summary>torchvision's ResNet-50.</summary>
    public static ResNetArchitecture Resnet50 { get; } = ResNet("resnet50", "ResNet-50", true, s_34);

    /// <summary>torchvision's ResNet-101.</summary>
    public static ResNetArchitecture Resnet101 { get; } = ResNet("resnet101", "ResNet-101", true, s_101);

    /// <summary>torchvision's ResNet-152.</summary>
    public static ResNetArchitecture Resnet152 { get; } = ResNet("resnet152", "ResNet-152", true, s_152);

    /// <summary>fastai's xresnet18.</summary>
    public static XResNetArchitecture XResnet18 { get; } = XResNet("xresnet18", 1, s_18);

    /// <summary>fastai's xresnet34.</summary>
    public static XResNetArchitecture XResnet34 { get; } = XResNet("xresnet34", 1, s_34);

    /// <summary>fastai's xresnet50.</summary>
    public static XResNetArchitecture XResnet50 { get; } = XResNet("xresnet50", 4, s_34);

    /// <summary>fastai's xresnet101.</summary>
    public static XResNetArchitecture XResnet101 { get; } = XResNet("xresnet101", 4, s_101);

    /// <summary>fastai's xresnet152.</summary>
    public static XResNetArchitecture XResnet152 { get; } = XResNet("xresnet152", 4, s_152);

    /// <summary>fastai's xresnet18_deep: two more stages of one block.</summary>
    public static XResNetArchitecture XResnet18Deep { get; } = XResNet("xresnet18_deep", 1, [.. s_18, 1, 1]);

    /// <summary>fastai's xresnet34_deep: two more stages of one block.</summary>
    public static XResNetArchitecture XResnet34Deep { get; } = XResNet("xresnet34_deep", 1, [.. s_34, 1, 1]);

    /// <summary>fastai's xresnet50_deep: two more stages of one block.</summary>
    public static XResNetArchitecture XResnet50Deep { get; } = XResNet("xresnet50_deep", 4, [.. s_34, 1, 1]);

    /// <summary>fastai's xse_resnet18: squeeze and excitation.</summary>
    public static XResNetArchitecture XSEResnet18 { get; } = XSEResNet("xse_resnet18", 1, s_18);

    /// <summary>fastai's xse_resnet34.</summary>
    public static XResNetArchitecture XSEResnet34 { get; } = XSEResNet("xse_resnet34", 1, s_34);

    /// <summary>fastai's xse_resnet50.</summary>
    public static XResNetArchitecture XSEResnet50 { get; } = XSEResNet("xse_resnet50", 4, s_34);

    /// <summary>fastai's xse_resnet101.</summary>
    public static XResNetArchitecture XSEResnet101 { get; } = XSEResNet("xse_resnet101", 4, s_101);

    /// <summary>fastai's xse_resnet152.</summary>
    public static XResNetArchitecture XSEResnet152 { get; } = XSEResNet("xse_resnet152", 4, s_152);

    /// <summary>fastai's xresnext18: groups of 32.</summary>
    public static XResNetArchitecture XResnext18 { get; } = XResNeXt("xresnext18", 1, s_18, reduction: 0);

    /// <summary>fastai's xresnext34.</summary>
    public static XResNetArchitecture XResnext34 { get; } = XResNeXt("xresnext34", 1, s_34, reduction: 0);

    /// <summary>fastai's xresnext50.</summary>
    public static XResNetArchitecture XResnext50 { get; } = XResNeXt("xresnext50", 4, s_34, reduction: 0);

    /// <summary>fastai's xresnext101.</summary>
    public static XResNetArchitecture XResnext101 { get; } = XResNeXt("xresnext101", 4, s_101, reduction: 0);

    /// <summary>fastai's xse_resnext18: groups of 32, squeeze and excitation.</summary>
    public static XResNetArchitecture XSEResnext18 { get; } = XResNeXt("xse_resnext18", 1, s_18, reduction: 16);

    /// <summary>fastai's xse_resnext34.</summary>
    public static XResNetArchitecture XSEResnext34 { get; } = XResNeXt("xse_resnext34", 1, s_34, reduction: 16);

    /// <summary>fastai's xse_resnext50.</summary>
    public static XResNetArchitecture XSEResnext50 { get; } = XResNeXt("xse_resnext50", 4, s_34, reduction: 16);

    /// <summary>fastai's xse_resnext101.</summary>
    public static XResNetArchitecture XSEResnext101 { get; } = XResNeXt("xse_resnext101", 4, s_101, reduction: 16);

    /// <summary>torchvision's SqueezeNet 1.0.</summary>
    public static SqueezeNetArchitecture Squeezenet1_0 { get; } = Register(
        new SqueezeNetArchitecture { Id = "squeezenet1_0", DisplayName = "SqueezeNet 1.0", EarlyPooling = false });

    /// <summary>torchvision's SqueezeNet 1.1.</summary>
    public static SqueezeNetArchitecture Squeezenet1_1 { get; } = Register(
        new SqueezeNetArchitecture { Id = "squeezenet1_1", DisplayName = "SqueezeNet 1.1", EarlyPooling = true });

    /// <summary>torchvision's DenseNet-121.</summary>
    public static DenseNetArchitecture Densenet121 { get; } = DenseNet("densenet121", "DenseNet-121", [6, 12, 24, 16]);

    /// <summary>torchvision's DenseNet-161.</summary>
    public static DenseNetArchitecture Densenet161 { get; } = DenseNet("densenet161", "DenseNet-161", [6, 12, 36, 24], growth: 48, start: 96);

    /// <summary>torchvision's DenseNet-169.</summary>
    public static DenseNetArchitecture Densenet169 { get; } = DenseNet("densenet169", "DenseNet-169", [6, 12, 32, 32]);

    /// <summary>torchvision's DenseNet-201.</summary>
    public static DenseNetArchitecture Densenet201 { get; } = DenseNet("densenet201", "DenseNet-201", [6, 12, 48, 32]);

    /// <summary>torchvision's VGG-11 with batch norm.</summary>
    public static VggArchitecture Vgg11Bn { get; } = Vgg("vgg11_bn", "VGG-11", [1, 1, 2, 2, 2]);

    /// <summary>torchvision's VGG-13 with batch norm.</summary>
    public static VggArchitecture Vgg13Bn { get; } = Vgg("vgg13_bn", "VGG-13", [2, 2, 2, 2, 2]);

    /// <summary>torchvision's VGG-16 with batch norm.</summary>
    public static VggArchitecture Vgg16Bn { get; } = Vgg("vgg16_bn", "VGG-16", [2, 2, 3, 3, 3]);

    /// <summary>torchvision's VGG-19 with batch norm.</summary>
    public static VggArchitecture Vgg19Bn { get; } = Vgg("vgg19_bn", "VGG-19", [2, 2, 4, 4, 4]);

    /// <summary>torchvision's AlexNet.</summary>
    public static AlexNetArchitecture Alexnet { get; } = Register(new AlexNetArchitecture { Id = "alexnet", DisplayName = "AlexNet" });

    /// <summary>All known architectures, by id.</summary>
    public static IEnumerable<Architecture> All => s_known.Values.OrderBy(a => a.Id, StringComparer.Ordinal);

    /// <summary>Makes an architecture known by its id, so that files that name it can be read.</summary>
    /// <param name="architecture">An architecture of your own.</param>
    /// <returns>The same.</returns>
    /// <exception cref="ArgumentException">Another one has this id.</exception>
    public static T Register<T>(T architecture)
        where T : Architecture
    {
        ArgumentNullException.ThrowIfNull(architecture);
        if (s_known.GetOrAdd(architecture.Id, architecture) != architecture)
            throw new ArgumentException($"Another architecture has the id \"{architecture.Id}\".", nameof(architecture));
        return architecture;
    }

    /// <summary>Finds an architecture by its id.</summary>
    /// <exception cref="ArgumentException">There is none of this id.</exception>
    public static Architecture Find(string id) => TryFind(id, out var found)
        ? found
        : throw new ArgumentException(
            $"No architecture is called \"{id}\". Known are {string.Join(", ", All)}; others are added by Architectures.Register.", nameof(id));

    /// <summary>Finds an architecture by its id, or says that there is none.</summary>
    public static bool TryFind(string id, [NotNullWhen(true)] out Architecture? architecture) => s_known.TryGetValue(id, out architecture);

    private static ResNetArchitecture ResNet(string id, string name, bool bottleneck, int[] layers) =>
        Register(new ResNetArchitecture { Id = id, DisplayName = name, Bottleneck = bottleneck, Layers = layers });

    private static XResNetArchitecture XResNet(string id, long expansion, int[] layers) =>
        Register(XResNetSettings(id, expansion, layers));

    private static XResNetArchitecture XSEResNet(string id, long expansion, int[] layers) =>
        Register(XResNetSettings(id, expansion, layers) with { Block = XResNetBlock.SE, Reduction = 16 });

    private static XResNetArchitecture XResNeXt(string id, long expansion, int[] layers, long reduction) =>
        Register(XResNetSettings(id, expansion, layers) with { Block = XResNetBlock.SEResNeXt, Groups = 32, Reduction = reduction });

    private static XResNetArchitecture XResNetSettings(string id, long expansion, int[] layers) =>
        new() { Id = id, DisplayName = id, Expansion = expansion, Layers = layers };

    private static DenseNetArchitecture DenseNet(string id, string name, int[] blocks, long growth = 32, long start = 64) =>
        Register(new DenseNetArchitecture { Id = id, DisplayName = name, Blocks = blocks, Growth = growth, Start = start });

    private static VggArchitecture Vgg(string id, string name, int[] stages) =>
        Register(new VggArchitecture { Id = id, DisplayName = $"{name} with batch norm", Stages = stages });
}
