namespace FastAI;

/// <summary>Any number of classes of a vocabulary, none included. Two are equal when they have the same classes, in any order.</summary>
/// <param name="categories">The classes.</param>
public sealed class MultiCategory(IReadOnlyList<Category> categories) : IEquatable<MultiCategory>, IShowable
{
    /// <summary>The classes, in the order in which the item names them; decoded ones in that of the vocabulary.</summary>
    public IReadOnlyList<Category> Categories { get; } = categories;

    /// <summary>Their names.</summary>
    public IReadOnlyList<string> Labels => [.. Categories.Select(category => category.Label)];

    /// <summary>Their places in the vocabulary.</summary>
    public IReadOnlyList<int> Indices => [.. Categories.Select(category => category.Index)];

    /// <summary>Whether a class is among them.</summary>
    public bool Contains(string label) => Categories.Any(category => category.Label == label);

    /// <inheritdoc />
    public bool Equals(MultiCategory? other) => other is not null && Categories.ToHashSet().SetEquals(other.Categories);

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as MultiCategory);

    /// <inheritdoc />
    public override int GetHashCode() => Categories.Distinct().Aggregate(0, (hash, category) => hash ^ category.GetHashCode());

    /// <inheritdoc />
    public void ShowOn(ICanvas canvas) => canvas.Caption(ToString());

    /// <summary>The names, with a semicolon between them.</summary>
    public override string ToString() => string.Join(";", Labels);
}
