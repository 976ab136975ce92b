namespace FastAI;

/// <summary>Makes the parts that every application shares known to <see cref="Components"/>.</summary>
public static class TrainingComponents
{
    /// <summary>Registers them; doing it again changes nothing.</summary>
    public static void Register()
    {
        DataComponents.Register();
        Components.Register<CrossEntropyLossFlat>("training.cross_entropy");
        Components.Register<MSELossFlat>("training.mse");
    }
}
