using TorchSharp;

namespace FastAI;

/// <summary>Compares the entries of a weights file with a model's parameters and buffers, without reading or writing any.</summary>
internal sealed class WeightsFit
{
    private readonly torch.nn.Module _model;
    private readonly IWeightsFile _file;
    private readonly Dictionary<string, torch.Tensor> _state;
    private readonly List<string> _matched = [], _missing = [], _unexpected = [], _converted = [];
    private readonly List<(string Name, WeightsEntry Entry)> _differing = [];

    /// <summary>The tensors of the model that get a value, and the entries that they get it from.</summary>
    public List<(string Name, torch.Tensor Target, WeightsEntry Entry)> Pairs { get; } = [];

    /// <exception cref="WeightsFileException"><paramref name="rename"/> gives one name to two entries.</exception>
    public WeightsFit(torch.nn.Module model, IWeightsFile file, Func<string, string?>? rename)
    {
        _model = model;
        _file = file;
        _state = model.state_dict();

        var incoming = Renamed(file, rename);
        AddTiedNames(file, incoming);

        var given = new HashSet<TensorIdentity>();
        foreach (var (name, target) in _state)
        {
            if (!incoming.TryGetValue(name, out var entry)) continue;
            if (!target.shape.AsSpan().SequenceEqual([.. entry.Shape]) || !Converts(entry.Type, target.dtype)) _differing.Add((name, entry));
            else
            {
                Pairs.Add((name, target, entry));
                given.Add(TensorIdentity.Of(target));
                if (entry.Type != target.dtype) _converted.Add($"{name} ({entry.Type} → {target.dtype})");
            }
        }

        // Of a tied pair, one name is enough.
        var differing = _differing.Select(pair => pair.Name).ToHashSet();
        foreach (var (name, target) in _state)
        {
            if (given.Contains(TensorIdentity.Of(target)) && !differing.Contains(name)) _matched.Add(name);
            else if (!differing.Contains(name)) _missing.Add(name);
        }

        _unexpected.AddRange(incoming.Where(pair => !_state.ContainsKey(pair.Key)).Select(pair => pair.Value.Name).Distinct());
    }

    public LoadReport Report() => new() { Matched = _matched, Missing = _missing, Unexpected = _unexpected, Converted = _converted };

    /// <summary>Why the file must not be loaded, or null.</summary>
    public string? Problem(bool isStrict)
    {
        var isNothing = Pairs.Count == 0 && _differing.Count == 0;
        if (isNothing && _state.Count > 0) return NothingMatches();
        return _differing.Count > 0 || (isStrict && _missing.Count + _unexpected.Count > 0) ? DoesNotFit() : null;
    }

    /// <summary>What the contents say against two names of one tensor in the model that have two entries in the file, or null.</summary>
    public string? TiedButDifferent(IReadOnlyList<(torch.Tensor Target, torch.Tensor Source)> read)
    {
        var first = new Dictionary<TensorIdentity, int>();
        for (var i = 0; i < read.Count; i++)
        {
            if (first.TryAdd(TensorIdentity.Of(read[i].Target), i)) continue;
            var other = first[TensorIdentity.Of(read[i].Target)];
            if (read[other].Source.Equals(read[i].Source)) continue;
            return $"The weights of {_file.Path} do not fit {Model}: {Pairs[other].Name} and {Pairs[i].Name} are one tensor in the model (tied), and two different " +
                   $"ones in the file. Fix: build the model without tying them, or leave one out with rename: name => name == \"{Pairs[i].Entry.Name}\" ? null : name.";
        }

        return null;
    }

    private string Model => $"the model ({_model.GetType().Name})";

    private string Architecture => _file.Metadata.TryGetValue(WeightsMetadata.Architecture, out var name) ? name : "not named in the file";

    private string DoesNotFit()
    {
        var lines = new List<string>
        {
            $"The weights of {_file.Path} (architecture: {Architecture}) do not fit {Model}: {_matched.Count} of its {_state.Count} entries match, " +
            $"{_missing.Count} missing in the file, {_unexpected.Count} unexpected, {_differing.Count} of another shape or type.",
        };
        if (_differing is [var (name, entry), ..])
            lines.Add($"First that differs: {name} is {Text(entry.Shape, entry.Type)} in the file, {Text(_state[name].shape, _state[name].dtype)} in the model.");
        if (_missing is [var missing, ..])
            lines.Add($"First missing: {missing} {Text(_state[missing].shape, _state[missing].dtype)}.");
        if (_unexpected is [var unexpected, ..])
            lines.Add($"First unexpected: {_file.Entries.First(e => e.Name == unexpected)}.");
        if (PrefixHint() is { } hint) lines.Add(hint);

        var leaveOut = _differing.Count == 0 ? "" : $", with rename returning null for those that differ ({string.Join(", ", _differing.Take(4).Select(pair => pair.Entry.Name))}{(_differing.Count > 4 ? ", …" : "")})";
        lines.Add($"Fix: build the architecture that the file is of ({Architecture}), or load the part that fits with ModelWeights.LoadMatching{leaveOut}.");
        return string.Join(Environment.NewLine, lines);
    }

    private string NothingMatches()
        => string.Join(Environment.NewLine,
        [
            $"Nothing was loaded: of the {_file.Entries.Count} entries of {_file.Path} (architecture: {Architecture}), 0 have a name of {Model}, which has {_state.Count}.",
            $"The file has {Names(_file.Entries.Select(entry => entry.Name))}; the model has {Names(_state.Keys)}.",
            PrefixHint() ?? $"No common prefix explains it. Fix: build the architecture that the file is of ({Architecture}), or give a rename function from the file's names to the model's.",
        ]);

    // The pair of prefixes that most unmatched names would match by: the longest common ending of a name that has the same shape.
    private string? PrefixHint()
    {
        var endings = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var name in _missing)
            foreach (var ending in Endings(name))
            {
                if (!endings.TryGetValue(ending, out var names)) endings[ending] = names = [];
                if (names.Count < 8) names.Add(name);
            }

        var votes = new Dictionary<(string From, string To), int>();
        foreach (var entry in _file.Entries.Where(entry => _unexpected.Contains(entry.Name)).Take(1000))
            foreach (var ending in Endings(entry.Name))
            {
                if (!endings.TryGetValue(ending, out var names)) continue;
                var fitting = names.Where(name => _state[name].shape.AsSpan().SequenceEqual([.. entry.Shape])).ToArray();
                if (fitting.Length == 0) continue;
                foreach (var name in fitting)
                    votes[(entry.Name[..^ending.Length], name[..^ending.Length])] = votes.GetValueOrDefault((entry.Name[..^ending.Length], name[..^ending.Length])) + 1;
                break;
            }

        if (votes.Count == 0) return null;
        var ((from, to), count) = votes.MaxBy(vote => vote.Value);
        return $"{count} names would match with another prefix: {(from == "" ? "the file's names have none" : $"the file's begin with \"{from}\"")}, " +
               $"{(to == "" ? "the model's have none" : $"the model's with \"{to}\"")}. Fix: pass rename: ModelWeights.ReplacePrefix(\"{from}\", \"{to}\").";
    }

    private static IEnumerable<string> Endings(string name)
    {
        yield return name;
        for (var dot = name.IndexOf('.', StringComparison.Ordinal); dot >= 0; dot = name.IndexOf('.', dot + 1)) yield return name[(dot + 1)..];
    }

    private static OrderedDictionary<string, WeightsEntry> Renamed(IWeightsFile file, Func<string, string?>? rename)
    {
        var incoming = new OrderedDictionary<string, WeightsEntry>(StringComparer.Ordinal);
        foreach (var entry in file.Entries)
        {
            var name = rename is null ? entry.Name : rename(entry.Name);
            if (name is null || incoming.TryAdd(name, entry)) continue;
            throw new WeightsFileException(file.Path, $"Two entries of {file.Path} get one name, {name}: {incoming[name].Name} and {entry.Name}. " +
                "Fix: let the rename function give each its own name, or null to one of them.");
        }

        return incoming;
    }

    // Python's save_model keeps one name of a tied pair, and the other as metadata: dropped name → kept name.
    private void AddTiedNames(IWeightsFile file, OrderedDictionary<string, WeightsEntry> incoming)
    {
        var byFileName = file.Entries.ToDictionary(entry => entry.Name, StringComparer.Ordinal);
        foreach (var (dropped, kept) in file.Metadata)
            if (_state.ContainsKey(dropped) && byFileName.TryGetValue(kept, out var entry)) incoming.TryAdd(dropped, entry);
    }

    private static bool Converts(torch.ScalarType from, torch.ScalarType to)
        => from == to || (torch.is_floating_point(from) && torch.is_floating_point(to));

    private static string Text(IReadOnlyList<long> shape, torch.ScalarType type) => $"[{string.Join(", ", shape)}] {type}";

    private static string Names(IEnumerable<string> names)
        => names.Take(4).ToArray() is var some && some.Length == 4 ? $"{string.Join(", ", some[..3])}, …" : string.Join(", ", some);
}
