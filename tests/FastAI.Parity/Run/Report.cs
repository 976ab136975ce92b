using System.Globalization;

namespace FastAI.Parity;

/// <summary>Prints results: failing cases one by one, then a table op by op, then the closing line.</summary>
public sealed class Report(TextWriter output)
{
    private readonly List<CaseResult> _results = [];

    public int Failed => Count(Outcome.Failed);

    /// <summary>Takes a result in, and prints it where it is not a plain pass.</summary>
    public void Add(CaseResult result)
    {
        _results.Add(result);
        if (result.Outcome == Outcome.Skipped) output.WriteLine($"skipped {result.Test.Id}: {result.Message}");
        if (result.Outcome != Outcome.Failed) return;

        output.WriteLine($"FAILED  {result.Test.Id} ({result.Test.Op})");
        output.WriteLine($"        {result.Message}");
        if (result.Got.Length == 0) return;

        output.WriteLine($"        expected {ParityText.Short(result.Test.Expected.GetRawText().ReplaceLineEndings(" "))}");
        output.WriteLine($"        got      {result.Got}");
    }

    public void Close()
    {
        var width = _results.Select(result => result.Test.Op.Length).Append(2).Max();
        output.WriteLine();
        output.WriteLine($"{"op".PadRight(width)}  passed  failed  skipped");
        foreach (var op in _results.GroupBy(result => result.Test.Op).OrderBy(op => op.Key, StringComparer.Ordinal))
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{op.Key.PadRight(width)}  {Of(op, Outcome.Passed),6}  {Of(op, Outcome.Failed),6}  {Of(op, Outcome.Skipped),7}{(OpSet.Find(op.Key) is null ? "  unknown" : "")}"));
        output.WriteLine();
        output.WriteLine($"{Count(Outcome.Passed)} passed, {Failed} failed, {Count(Outcome.Skipped)} skipped");
    }

    private int Count(Outcome outcome) => Of(_results, outcome);

    private static int Of(IEnumerable<CaseResult> results, Outcome outcome) => results.Count(result => result.Outcome == outcome);
}
