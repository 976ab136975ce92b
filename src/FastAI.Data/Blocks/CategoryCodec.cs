using TorchSharp;

namespace FastAI;

/// <summary>Classes of a fixed vocabulary; a batch of them is one <see cref="TensorCategory"/> of indices.</summary>
public sealed record CategoryCodec : Codec<Category>
{
    private readonly Category[] _categories;
    private readonly Dictionary<string, Category> _byLabel;

    /// <exception cref="ArgumentException">A class occurs twice.</exception>
    public CategoryCodec(IReadOnlyList<string> vocabulary)
    {
        _categories = [.. vocabulary.Select((label, index) => new Category(index, label))];
        _byLabel = new(StringComparer.Ordinal);
        foreach (var category in _categories)
            if (!_byLabel.TryAdd(category.Label, category))
                throw new ArgumentException($"The vocabulary holds '{category.Label}' twice: give each class once.", nameof(vocabulary));
        Vocabulary = [.. vocabulary];
    }

    /// <inheritdoc />
    public override IReadOnlyList<string> Vocabulary { get; }

    /// <summary>Whether every label that the vocabulary does not hold belongs to its first class, <c>#na#</c>.</summary>
    /// <exception cref="ArgumentException">The first class is another.</exception>
    public bool AddNa
    {
        get;
        init => field = !value || Vocabulary is [LabelVocabulary.Missing, ..] ? value
            : throw new ArgumentException($"Unknown labels belong to the class {LabelVocabulary.Missing}, which has to be the vocabulary's first.", nameof(value));
    }

    /// <inheritdoc />
    public override TargetKind Kind => TargetKind.Category;

    /// <inheritdoc />
    public override int Outputs => _categories.Length;

    /// <summary>The class at a place of the vocabulary.</summary>
    public Category this[int index] => _categories[index];

    /// <summary>The class of a label, or null where the vocabulary does not hold it and there is no class for those.</summary>
    public Category? Find(string label) => _byLabel.GetValueOrDefault(label) ?? (AddNa ? _categories[0] : null);

    /// <inheritdoc />
    public override BatchBuilder<Category> NewBatch(int size) => new Builder(size);

    /// <inheritdoc />
    public override Category Decode(ReadOnlySpan<TensorElement> elements, int sample)
    {
        using var index = elements[0].Data[sample];
        return _categories[index.item<long>()];
    }

    /// <inheritdoc />
    public override Prediction<Category> ReadPrediction(Tensors activated, Tensors decoded, int sample)
    {
        using var scope = torch.NewDisposeScope();
        var scores = activated.Single[sample].to(torch.ScalarType.Float32).data<float>().ToArray();
        var index = (int)decoded.Single[sample].item<long>();
        return new(_categories[index], scores[index], scores);
    }

    /// <inheritdoc />
    public override string Describe(Category value) => $"Category {value.Index} '{value.Label}'";

    private sealed class Builder : SingleTensorBuilder<Category>
    {
        public Builder(int size) => Rows = torch.empty(size, dtype: torch.ScalarType.Int64);

        public override void Write(int slot, Category value) => Row<long>(slot, 1)[0] = value.Index;

        protected override TensorElement Finish(torch.Tensor? rows) => new TensorCategory(rows!);
    }
}
