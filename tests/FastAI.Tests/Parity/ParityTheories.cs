using Xunit;

namespace FastAI.Tests;

/// <summary>Cases as the data of theories.</summary>
/// <example>
/// <code>
/// public static TheoryData&lt;string&gt; Cases => ParityCases.Of("vision-resize", "vision.resize.flip_item");
///
/// [Theory, MemberData(nameof(Cases))]
/// public void Agrees_with_fastai(string id) => ParityCases.Get("vision-resize", id).AssertOut(("x", Flip(…)), ("size", …));
/// </code>
/// </example>
internal static class ParityTheories
{
    extension(ParityCases)
    {
        /// <summary>The ids of a suite's cases of one op, for a theory. Fails when there are none, so that a misspelt op is no empty test.</summary>
        /// <param name="suite">The file's name without extension.</param>
        /// <param name="op">The op, or null for all.</param>
        /// <param name="except">Ids that are left out on purpose; each must exist.</param>
        public static TheoryData<string> Of(string suite, string? op = null, params string[] except)
        {
            foreach (var id in except) _ = ParityCases.Get(suite, id);

            var ids = ParityCases.All(suite).Where(c => op is null || c.Op == op).Select(c => c.Id).Except(except).ToList();
            if (ids.Count > 0) return [.. ids];

            throw new ArgumentException($"Suite {suite} has no case of op {op}; it has {string.Join(", ", ParityCases.All(suite).Select(c => c.Op).Distinct())}.");
        }
    }
}
