namespace FastAI.Cli;

/// <summary>Something that the doctor looks at. A new one is a line in a method of <see cref="DoctorChecks"/>.</summary>
/// <param name="Group">Heading that it is shown under.</param>
/// <param name="Name">What is looked at, unique in its group.</param>
/// <param name="Look">Looks. An exception that it throws is a problem, with the exception's message.</param>
internal sealed record DoctorCheck(string Group, string Name, Func<DoctorFinding> Look)
{
    public DoctorResult Run()
    {
        DoctorFinding finding;
        try
        {
            finding = Look();
        }
        catch (Exception failure)
        {
            finding = DoctorFinding.Problem("the check itself failed", $"{failure.GetType().Name}: {failure.Message}");
        }

        return new(Group, Name, finding.Value, finding.Status, finding.Fix);
    }
}

/// <summary>What a check found.</summary>
/// <param name="Value">What was seen.</param>
/// <param name="Status">How good that is.</param>
/// <param name="Fix">What to do about it, or what to know.</param>
internal sealed record DoctorFinding(string Value, DoctorStatus Status = DoctorStatus.Ok, string? Fix = null)
{
    public static DoctorFinding Info(string value, string? fix = null) => new(value, DoctorStatus.Info, fix);

    public static DoctorFinding Problem(string value, string fix) => new(value, DoctorStatus.Problem, fix);

    public static implicit operator DoctorFinding(string value) => new(value);
}

/// <summary>A finding with the name of its check, as it is reported.</summary>
internal sealed record DoctorResult(string Group, string Name, string Value, DoctorStatus Status, string? Fix);

internal enum DoctorStatus
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>Absent or unused, and nothing wrong with that.</summary>
    Info,

    /// <summary>Wrong: the exit code is 1.</summary>
    Problem,
}
