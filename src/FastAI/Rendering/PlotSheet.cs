using ScottPlot;
using ScottPlot.TickGenerators;
using SkiaSharp;

namespace FastAI;

/// <summary>How plots of the library look, and how they become figures.</summary>
internal static class PlotSheet
{
    private const float Zoom = 1.25f;

    /// <summary>The colours of curves, in the order of their use.</summary>
    public static Color Blue { get; } = Color.FromHex("#1f6fb4");
    public static Color Orange { get; } = Color.FromHex("#e8710a");
    public static Color Green { get; } = Color.FromHex("#2a8a3c");
    public static Color Red { get; } = Color.FromHex("#c62828");
    public static Color Purple { get; } = Color.FromHex("#7b3fa0");

    /// <summary>An empty plot with title and axis labels.</summary>
    public static Plot New(string title, string x, string y)
    {
        var plot = new Plot { ScaleFactor = Zoom };
        var text = Color.FromSKColor(Ink.Text);
        plot.FigureBackground.Color = plot.DataBackground.Color = Colors.White;
        plot.Axes.Color(text);
        plot.Axes.Right.FrameLineStyle.Width = plot.Axes.Top.FrameLineStyle.Width = 0;
        plot.Grid.MajorLineColor = Color.FromSKColor(Ink.Line).WithAlpha(0.6);
        plot.Title(title, size: 16);
        plot.XLabel(x, size: 13);
        plot.YLabel(y, size: 13);
        plot.Axes.Bottom.Label.Bold = plot.Axes.Left.Label.Bold = false;
        plot.Grid.YAxisStyle.MinorLineStyle.Width = 0;
        if (plot.Axes.Left is ScottPlot.AxisPanels.LeftAxis left) left.PaddingBetweenTickAndAxisLabels = new(8, 0);
        plot.Axes.Margins(horizontal: 0.02, vertical: 0.08);
        return plot;
    }

    /// <summary>Adds a curve through the points that are finite.</summary>
    public static void Curve(this Plot plot, IEnumerable<(double X, double Y)> points, Color color, float width = 2, string? name = null, bool marksPoints = false)
    {
        (double X, double Y)[] finite = [.. points.Where(point => double.IsFinite(point.X) && double.IsFinite(point.Y))];
        if (finite.Length == 0) return;

        var curve = plot.Add.Scatter(finite.Select(point => point.X).ToArray(), finite.Select(point => point.Y).ToArray(), color);
        curve.LineWidth = width;
        curve.MarkerSize = marksPoints || finite.Length == 1 ? 7 : 0;
        if (name is not null) curve.LegendText = name;
    }

    /// <summary>Shows the names of the curves.</summary>
    public static void Legend(this Plot plot, Alignment where)
    {
        plot.ShowLegend(where);
        plot.Legend.OutlineColor = Color.FromSKColor(Ink.Line);
        plot.Legend.ShadowColor = Colors.Transparent;
        plot.Legend.FontColor = Color.FromSKColor(Ink.Text);
        plot.Legend.FontSize = 12;
    }

    /// <summary>Labels a horizontal axis, whose coordinates are logarithms to base 10, with the numbers themselves.</summary>
    public static void UseLogarithmicX(this Plot plot)
    {
        plot.Axes.Bottom.TickGenerator = new NumericAutomatic
        {
            MinorTickGenerator = new LogMinorTickGenerator(),
            IntegerTicksOnly = true,
            LabelFormatter = exponent => Number(Math.Pow(10, exponent)),
        };
        plot.Grid.XAxisStyle.MinorLineStyle.Color = Color.FromSKColor(Ink.Line).WithAlpha(0.25);
        plot.Grid.XAxisStyle.MinorLineStyle.Width = 1;
    }

    /// <summary>A rate in few characters: <c>0.01</c>, <c>3.02e-5</c>.</summary>
    public static string Number(double value)
        => value is >= 0.001 and < 1000 ? value.ToString("G3", System.Globalization.CultureInfo.InvariantCulture)
            : value.ToString("0.##e-0", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Draws plots side by side.</summary>
    public static Figure Draw(int width, int height, params IReadOnlyList<Plot> plots)
    {
        var each = width / plots.Count;
        return Figure.Draw(each * plots.Count, height, canvas =>
        {
            for (var i = 0; i < plots.Count; i++)
            {
                plots[i].Font.Set(Typefaces.Family);
                plots[i].Legend.FontName = Typefaces.Family;

                // On a sheet of its own, because the zoom moves everything that is not at the origin.
                using var sheet = new SKBitmap(each, height);
                using (var own = new SKCanvas(sheet)) plots[i].Render(own, new PixelRect(0, each, height, 0));
                canvas.DrawBitmap(sheet, i * each, 0);
                plots[i].Dispose();
            }
        });
    }
}
