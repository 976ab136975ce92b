using TorchSharp;

namespace FastAI.Parity;

/// <summary>Runs single cases.</summary>
public static class CaseRunner
{
    /// <summary>Runs the case's op and compares. A difference is a failure unless <paramref name="deviations"/> has a reason for it.</summary>
    public static CaseResult Run(ParityCase test, Deviations deviations)
    {
        if (OpSet.Find(test.Op) is not { } op) return new(test, Outcome.Failed, $"{test.Id}: the op {test.Op} is not known here.");

        using var scope = torch.NewDisposeScope();
        var (values, error) = Values(test, op);
        try
        {
            if (values is null) throw new ParityMismatchException($"{test.Id}: {error!.GetType().Name}: {error.Message}");
            test.AssertOut(values);
            return new(test, Outcome.Passed);
        }
        catch (ParityMismatchException difference)
        {
            if (deviations.ReasonFor(test) is { } reason) return new(test, Outcome.Skipped, reason);

            var got = values is null ? error!.GetType().Name : string.Join(", ", values.Select(named => $"{named.Name}: {ParityText.Of(named.Value)}"));
            return new(test, Outcome.Failed, difference.Message, got);
        }
    }

    // A refusal is what a case expects only where it says so.
    private static ((string Name, object? Value)[]? Values, Exception? Error) Values(ParityCase test, Func<ParityCase, OpResult> op)
    {
        try
        {
            return (op(test).Values, null);
        }
        catch (Exception e)
        {
            return test.Raises && Refusals.IsOne(e) ? ([("raises", true), ("message_has", MessageHas(test, e.Message))], null) : (null, e);
        }
    }

    /// <summary>For each text that the case looks for, whether the message contains it.</summary>
    public static bool[] MessageHas(ParityCase test, string message)
        => test.HasIn("look_for") ? [.. test.In("look_for").EnumerateArray().Select(text => message.Contains(text.ToString(), StringComparison.Ordinal))] : [];
}
