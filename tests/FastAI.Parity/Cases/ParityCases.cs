using System.Collections.Concurrent;
using System.Text.Json;

namespace FastAI.Parity;

/// <summary>Reads case files: what fastai 2.7.12 computed for given inputs.</summary>
public static class ParityCases
{
    private static readonly ConcurrentDictionary<string, IReadOnlyDictionary<string, ParityCase>> s_suites = new();

    /// <summary>The names of the suites that lie beside the program, in <c>Parity/cases</c>.</summary>
    public static IReadOnlyList<string> Suites => [.. Directory.GetFiles(Folder, "*.json").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Parity", "cases");

    /// <summary>All cases of a file.</summary>
    /// <exception cref="JsonException">It is no case file.</exception>
    public static IReadOnlyList<ParityCase> Read(string path)
        => [.. JsonDocument.Parse(File.ReadAllBytes(path)).RootElement.GetProperty("cases").EnumerateArray().Select(json => new ParityCase(json))];

    /// <summary>A case of a suite that lies beside the program.</summary>
    public static ParityCase Get(string suite, string id) =>
        Load(suite).TryGetValue(id, out var found) ? found : throw new ArgumentException($"Suite {suite} has no case {id}.");

    /// <summary>All cases of a suite that lies beside the program.</summary>
    public static IEnumerable<ParityCase> All(string suite) => Load(suite).Values;

    private static IReadOnlyDictionary<string, ParityCase> Load(string suite)
        => s_suites.GetOrAdd(suite, static name => Read(Path.Combine(Folder, name + ".json")).ToDictionary(test => test.Id));
}
