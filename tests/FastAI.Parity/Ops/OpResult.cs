namespace FastAI.Parity;

/// <summary>What an op gives out: values by the names that cases have under <c>out</c>. More names than a case has do no harm.</summary>
public sealed class OpResult(params (string Name, object? Value)[] values)
{
    public (string Name, object? Value)[] Values { get; } = values;

    /// <summary>Stands in a list for an entry that is refused.</summary>
    public static Dictionary<string, object> Raised => new() { ["raises"] = true };

    /// <summary>A value, or the mark of a refusal.</summary>
    public static object? OrRaised(Func<object?> make)
    {
        try
        {
            return make();
        }
        catch (Exception e) when (Refusals.IsOne(e))
        {
            return Raised;
        }
    }
}
