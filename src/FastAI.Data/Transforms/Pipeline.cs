namespace FastAI;

/// <summary>Steps in the order in which they run: from the lowest <see cref="Transform.Order"/> to the highest, as given within one.</summary>
/// <typeparam name="TTransform">Steps for items, or steps for batches.</typeparam>
public sealed class Pipeline<TTransform> where TTransform : Transform
{
    /// <summary>Puts steps in order.</summary>
    public Pipeline(IEnumerable<TTransform> steps) => Steps = [.. steps.OrderBy(step => step.Order)];

    /// <summary>The steps as they run.</summary>
    public IReadOnlyList<TTransform> Steps { get; }

    /// <summary>The steps' names, as they run.</summary>
    public override string ToString() => Steps.Count == 0 ? "nothing" : string.Join(" → ", Steps.Select(step => step.Name));
}
