namespace FastAI;

/// <summary>Everything between a value and the model's input, and between its output and a value: what prediction needs besides the model.</summary>
/// <typeparam name="TX">What an input is.</typeparam>
/// <typeparam name="TY">What a target is.</typeparam>
internal sealed record Preprocessing<TX, TY>(
    Codec<TX> XCodec, Codec<TY> YCodec, Pipeline<ItemTransform> ItemTransforms, Pipeline<BatchTransform> BatchTransforms, Loss Loss);
