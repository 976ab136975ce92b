using System.Globalization;

namespace FastAI;

/// <summary>A number to predict: a price, an age.</summary>
/// <param name="Value">The number.</param>
public readonly record struct Number(float Value) : IShowable
{
    /// <summary>The number itself.</summary>
    public static implicit operator float(Number number) => number.Value;

    /// <inheritdoc />
    public void ShowOn(ICanvas canvas) => canvas.Caption(ToString());

    /// <summary>The number, with a point whatever the system's language.</summary>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
