using TorchSharp;

namespace FastAI;

/// <summary>Sets of classes of a fixed vocabulary; a batch of them is one <see cref="TensorMultiCategory"/> of ones and zeros.</summary>
public sealed record MultiCategoryCodec : FloatCodec<MultiCategory>
{
    private readonly CategoryCodec _classes;

    /// <param name="vocabulary">The classes, each once.</param>
    /// <exception cref="ArgumentException">A class occurs twice, or there is none.</exception>
    public MultiCategoryCodec(IReadOnlyList<string> vocabulary)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        if (vocabulary.Count == 0) throw new ArgumentException("The vocabulary is empty: at least one class is needed.", nameof(vocabulary));
        _classes = new(vocabulary);
    }

    /// <inheritdoc cref="CategoryCodec.AddNa" />
    public bool AddNa { get => _classes.AddNa; init => _classes = _classes with { AddNa = value }; }

    /// <inheritdoc />
    public override IReadOnlyList<string> Vocabulary => _classes.Vocabulary;

    /// <inheritdoc />
    public override TargetKind Kind => TargetKind.MultiCategory;

    /// <inheritdoc />
    public override int Outputs => Vocabulary.Count;

    /// <inheritdoc />
    protected override IReadOnlyList<long> Shape => [Vocabulary.Count];

    /// <summary>The classes of labels, each once, in the order given.</summary>
    /// <exception cref="ArgumentException">A label is not in the vocabulary.</exception>
    public MultiCategory Find(IReadOnlyCollection<string> labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        var unknown = labels.Where(label => _classes.Find(label) is null).Select(label => $"'{label}'").ToArray();
        return unknown.Length == 0
            ? new([.. labels.Select(label => _classes.Find(label)!).Distinct()])
            : throw new ArgumentException($"The vocabulary does not hold {string.Join(", ", unknown)}. Known classes: {string.Join(", ", Vocabulary)}.", nameof(labels));
    }

    /// <summary>The classes of flags, one for each class in the vocabulary's order.</summary>
    /// <exception cref="ArgumentException">There are more or fewer flags than classes.</exception>
    public MultiCategory Find(IReadOnlyList<bool> flags)
    {
        ArgumentNullException.ThrowIfNull(flags);
        return flags.Count == Outputs
            ? new([.. Enumerable.Range(0, flags.Count).Where(index => flags[index]).Select(index => _classes[index])])
            : throw new ArgumentException($"There are {flags.Count} flags and {Outputs} classes: give one flag for each class.", nameof(flags));
    }

    internal CategoryCodec Classes => _classes;

    /// <inheritdoc />
    public override string Describe(MultiCategory value) => $"MultiCategory {value?.Categories.Count} of {Outputs} '{value}'";

    /// <inheritdoc />
    protected override void Write(MultiCategory value, Span<float> row)
    {
        row.Clear();
        foreach (var category in value.Categories) row[category.Index] = 1;
    }

    /// <inheritdoc />
    protected override MultiCategory Read(ReadOnlySpan<float> row)
    {
        var categories = new List<Category>();
        for (var index = 0; index < row.Length; index++)
            if (row[index] > 0.5f) categories.Add(_classes[index]);
        return new(categories);
    }

    /// <inheritdoc />
    protected override TensorElement Element(torch.Tensor rows) => new TensorMultiCategory(rows);
}
