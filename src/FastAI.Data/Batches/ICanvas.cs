namespace FastAI;

/// <summary>Where a sample is drawn: one cell of a picture, or of a terminal. The top floor implements it.</summary>
public interface ICanvas
{
    /// <summary>Fills the cell with a picture; several stand side by side.</summary>
    /// <param name="rgb">Red, green and blue from 0 to 255, row by row, <c>width * height * 3</c> bytes.</param>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="height">Number of rows.</param>
    void Picture(ReadOnlySpan<byte> rgb, int width, int height);

    /// <summary>Lays a picture over the last one, stretched to its size: a mask over its image.</summary>
    /// <param name="rgba">Red, green, blue and opacity from 0 to 255, row by row, <c>width * height * 4</c> bytes.</param>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="height">Number of rows.</param>
    void Overlay(ReadOnlySpan<byte> rgba, int width, int height);

    /// <summary>Adds a line of text above the picture.</summary>
    void Caption(string text);
}

/// <summary>A value that can be looked at.</summary>
public interface IShowable
{
    /// <summary>Draws the value.</summary>
    void ShowOn(ICanvas canvas);
}
