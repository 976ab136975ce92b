namespace FastAI.Parity;

/// <summary>A value is not what the reference gives; says where, and both values.</summary>
public sealed class ParityMismatchException(string message) : Exception(message);
