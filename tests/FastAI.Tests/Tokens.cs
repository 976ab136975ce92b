using Xunit;

namespace FastAI.Tests;

/// <summary>Key words that a message has to hold, whatever its wording.</summary>
public static class Tokens
{
    public static void AssertIn(string message, params string[] tokens)
    {
        foreach (var token in tokens) Assert.Contains(token, message, StringComparison.OrdinalIgnoreCase);
    }
}
