namespace FastAI;

/// <summary>One class of a vocabulary.</summary>
/// <param name="Index">Its place in the vocabulary.</param>
/// <param name="Label">Its name.</param>
public sealed record Category(int Index, string Label) : IShowable
{
    /// <inheritdoc />
    public void ShowOn(ICanvas canvas) => canvas.Caption(Label);

    /// <summary>The name.</summary>
    public override string ToString() => Label;
}
