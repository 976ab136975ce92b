using System.Collections.Concurrent;
using System.Text.Json;
using Xunit;

namespace FastAI.Tests;

/// <summary>Reads the suites of <c>Parity/cases</c>: what fastai 2.7.12 computed for given inputs.</summary>
/// <example>
/// <code>
/// public static TheoryData&lt;string&gt; Cases => ParityCases.Of("vision-resize", "vision.resize.flip_item");
///
/// [Theory, MemberData(nameof(Cases))]
/// public void Agrees_with_fastai(string id) => ParityCases.Get("vision-resize", id).AssertOut(("x", Flip(…)), ("size", …));
/// </code>
/// </example>
public static class ParityCases
{
    private static readonly ConcurrentDictionary<string, IReadOnlyDictionary<string, ParityCase>> s_suites = new();

    /// <summary>The ids of a suite's cases of one op, for a theory. Fails when there are none, so that a misspelt op is no empty test.</summary>
    /// <param name="suite">The file's name without extension.</param>
    /// <param name="op">The op, or null for all.</param>
    /// <param name="except">Ids that are left out on purpose; each must exist.</param>
    public static TheoryData<string> Of(string suite, string? op = null, params string[] except)
    {
        var cases = Load(suite);
        foreach (var id in except) _ = Get(suite, id);

        var ids = cases.Values.Where(c => op is null || c.Op == op).Select(c => c.Id).Except(except).ToList();
        if (ids.Count > 0) return [.. ids];

        throw new ArgumentException($"Suite {suite} has no case of op {op}; it has {string.Join(", ", cases.Values.Select(c => c.Op).Distinct())}.");
    }

    public static ParityCase Get(string suite, string id) =>
        Load(suite).TryGetValue(id, out var found) ? found : throw new ArgumentException($"Suite {suite} has no case {id}.");

    private static IReadOnlyDictionary<string, ParityCase> Load(string suite) => s_suites.GetOrAdd(suite, static name =>
    {
        var path = Path.Combine(AppContext.BaseDirectory, "Parity", "cases", name + ".json");
        var root = JsonDocument.Parse(File.ReadAllBytes(path)).RootElement;
        return root.GetProperty("cases").EnumerateArray().Select(e => new ParityCase(e)).ToDictionary(c => c.Id);
    });
}
