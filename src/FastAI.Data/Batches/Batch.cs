using TorchSharp;

namespace FastAI;

/// <summary>Samples put together: the model's inputs, and the targets that its predictions are compared with.</summary>
/// <param name="inputs">One element for each input of the model.</param>
/// <param name="targets">One element for each target; none for unlabelled data.</param>
/// <param name="indices">The positions of the samples in their split.</param>
/// <param name="split">The split that the samples belong to.</param>
public sealed class Batch(IReadOnlyList<TensorElement> inputs, IReadOnlyList<TensorElement> targets, IReadOnlyList<int> indices, Split split) : IDisposable
{
    /// <summary>One element for each input of the model.</summary>
    public IReadOnlyList<TensorElement> Inputs { get; } = inputs;

    /// <summary>One element for each target; none for unlabelled data.</summary>
    public IReadOnlyList<TensorElement> Targets { get; } = targets;

    /// <summary>The positions of the samples in their split.</summary>
    public IReadOnlyList<int> Indices { get; } = indices;

    /// <summary>The split that the samples belong to.</summary>
    public Split Split { get; } = split;

    /// <summary>Number of samples.</summary>
    public int Size => Indices.Count;

    internal IEnumerable<TensorElement> Elements => Inputs.Concat(Targets);

    /// <summary>Types and shapes of the elements: <c>TensorImage [64, 3, 224, 224], TensorCategory [64]</c>.</summary>
    internal string Describe() => string.Join(", ", Elements.Select(element => $"{element.GetType().Name} [{string.Join(", ", element.Data.shape)}]"));

    /// <summary>Does something to every element. What is replaced is not disposed.</summary>
    internal Batch Map(IElementMap map)
        => new([.. Inputs.Select(element => element.Map(map))], [.. Targets.Select(element => element.Map(map))], Indices, Split);

    /// <summary>The batch on another device; its tensors are this batch's own where they are there already.</summary>
    public Batch To(torch.Device device)
    {
        if (AreOn(Inputs, device) && AreOn(Targets, device)) return this;

        TensorElement Move(TensorElement element) => element.With(element.Data.to(device));
        return new([.. Inputs.Select(Move)], [.. Targets.Select(Move)], Indices, Split);
    }

    private static bool AreOn(IReadOnlyList<TensorElement> elements, torch.Device device)
    {
        for (var i = 0; i < elements.Count; i++)
            if (!elements[i].Data.IsOn(device)) return false;

        return true;
    }

    /// <summary>Takes the tensors out of the thread's dispose scope, so that they can go to another thread.</summary>
    internal Batch Detached()
    {
        foreach (var element in Elements) element.Data.DetachFromDisposeScope();
        return this;
    }

    /// <summary>Hands the tensors to the current dispose scope of this thread.</summary>
    internal Batch AttachedTo(DisposeScope scope)
    {
        foreach (var element in Elements) scope.Attach(element.Data);
        return this;
    }

    /// <summary>Frees the tensors.</summary>
    public void Dispose()
    {
        foreach (var element in Elements) element.Data.Dispose();
    }
}
