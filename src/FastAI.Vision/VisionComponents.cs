namespace FastAI.Vision;

/// <summary>Makes the parts of this application known to <see cref="Components"/>, so that learners made of them can be exported and loaded.</summary>
public static class VisionComponents
{
    /// <summary>Registers them; doing it again changes nothing.</summary>
    public static void Register()
    {
        TrainingComponents.Register();
        Components.Register<ImageCodec>("vision.image");
        Components.Register<Resize>("vision.resize");
        Components.Register<IntToFloatTensor>("vision.int_to_float");
        Components.Register<Normalize>("vision.normalize");
        Components.Register<AffineAugment>("vision.affine");
        Components.Register<VisionModelSpec>("vision.model");
        Components.Register<NetworkSpec>("vision.network");
        Components.Register<SimpleCnnClassifier>("vision.simple_cnn");
    }
}
