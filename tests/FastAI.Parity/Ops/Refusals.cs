namespace FastAI.Parity;

/// <summary>Tells errors by which the library refuses its input from those of an op that is not right itself.</summary>
public static class Refusals
{
    public static bool IsOne(Exception error) => error is not (
        UnknownOptionException or ParityMismatchException or NullReferenceException or InvalidCastException or KeyNotFoundException or IndexOutOfRangeException or
        System.Text.Json.JsonException or OutOfMemoryException);
}

/// <summary>A case asks for something that the op does not know.</summary>
public sealed class UnknownOptionException(string message) : Exception(message);
