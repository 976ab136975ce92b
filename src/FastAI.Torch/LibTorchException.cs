namespace FastAI;

/// <summary>libtorch cannot be loaded. The message says what is missing or does not fit, in the native loader's own words, and the fix.</summary>
public sealed class LibTorchException(string message, Exception? inner = null) : Exception(message, inner);
