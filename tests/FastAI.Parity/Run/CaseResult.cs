namespace FastAI.Parity;

public enum Outcome
{
    Passed,
    Failed,
    Skipped,
}

/// <summary>How a case went.</summary>
/// <param name="Test">The case.</param>
/// <param name="Outcome">Whether the values are the reference's; skipped where they are others for a listed reason.</param>
/// <param name="Message">The first difference, or the reason.</param>
/// <param name="Got">What the library gave, in short.</param>
public sealed record CaseResult(ParityCase Test, Outcome Outcome, string Message = "", string Got = "");
