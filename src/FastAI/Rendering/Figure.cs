using SkiaSharp;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace FastAI;

/// <summary>A finished picture: samples of a batch, a plot. Immutable, in managed memory, nothing to dispose.</summary>
/// <example><code>
/// dls.ShowBatch().Save("batch.png");
/// learn.Recorder.PlotLoss().Show();
/// </code></example>
public sealed class Figure
{
    private readonly Vision.Image _image;

    private Figure(Vision.Image image) => _image = image;

    /// <summary>Columns of pixels.</summary>
    public int Width => _image.Width;

    /// <summary>Rows of pixels.</summary>
    public int Height => _image.Height;

    /// <summary>All pixels, <c>[height, width, 3]</c>: red, green and blue from 0 to 255, row by row from the top.</summary>
    public ReadOnlySpan<byte> Pixels => _image.Pixels;

    /// <summary>Writes the figure to a file, whole or not at all.</summary>
    /// <param name="path">The extension says the format: <c>.png</c>, <c>.jpg</c> or <c>.jpeg</c>, <c>.webp</c>.</param>
    /// <exception cref="ArgumentException">The extension is none of these.</exception>
    /// <exception cref="IOException">The folder is missing, the disk is full, or the file cannot be replaced.</exception>
    public void Save(string path) => _image.Save(path);

    /// <summary>The figure as the bytes of a PNG file.</summary>
    public byte[] EncodePng() => _image.EncodePng();

    /// <summary>The figure as an image.</summary>
    public Vision.Image ToImage() => _image;

    /// <summary>A small preview for a terminal, two pixels a character: what Spectre.Console writes, alone or inside of a table or panel.</summary>
    /// <param name="width">Characters a line, at most; fewer where there is less room.</param>
    public IRenderable ToTerminal(int width = 80) => new TerminalPreview(_image, Check.AtLeast(width, 1, nameof(width)));

    /// <summary>Writes a small preview to the terminal. Where that has too few colours, or the output goes to a file, it is one line that says so.</summary>
    /// <param name="width">Characters a line, at most; fewer where there is less room.</param>
    /// <param name="console">The terminal; the program's own, unless given.</param>
    public void Show(int width = 80, IAnsiConsole? console = null) => (console ?? AnsiConsole.Console).Write(ToTerminal(width));

    /// <summary>As <c>Figure 900x560</c>.</summary>
    public override string ToString() => $"Figure {_image.Size}";

    /// <summary>Draws a figure on a white sheet.</summary>
    internal static Figure Draw(int width, int height, Action<SKCanvas> draw)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        using (var canvas = new SKCanvas(bitmap))
        {
            canvas.Clear(SKColors.White);
            draw(canvas);
        }

        var rgba = bitmap.GetPixelSpan();
        var rgb = new byte[width * height * 3];
        for (int from = 0, to = 0; to < rgb.Length; from += 4, to += 3) rgba.Slice(from, 3).CopyTo(rgb.AsSpan(to));
        return new(Vision.Image.FromPixels(rgb, width, height));
    }
}
