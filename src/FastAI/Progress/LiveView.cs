using Spectre.Console;
using Spectre.Console.Rendering;

namespace FastAI;

/// <summary>Lines that stay, and under them one line, the bar, that is drawn over and over.</summary>
/// <remarks>
/// The cursor rests at the end of the bar and nothing of the terminal's state is changed, so a program that is killed leaves nothing to mend. What others write
/// through the same console lands above the bar. Spectre's own live display wraps a delegate around the work, and would have to run on a thread of its own here.
/// </remarks>
internal sealed class LiveView : IProgressView, IRenderHook
{
    private const string ToLineStart = "\r", EraseToLineEnd = "\e[K";

    // Room for the ^C that a terminal echoes, so that it does not wrap the line.
    private const int ColumnsLeftFree = 3;

    private readonly IAnsiConsole _console;

    // Taken before the console's own lock, never inside it.
    private readonly Lock _gate = new();
    private RunningPart? _part;

    // These two belong to whoever is writing, under the console's lock.
    private bool _isBarShown, _isInForeignLine;

    public LiveView(IAnsiConsole console)
    {
        _console = console;
        console.Pipeline.Attach(this);
    }

    public TimeSpan Interval { get; } = TimeSpan.FromMilliseconds(100);

    public bool ShowsParts => true;

    public void Print(string line, LineKind kind)
    {
        lock (_gate)
        {
            // The row of an epoch takes the place of its bar.
            if (kind is LineKind.Row or LineKind.Incomplete) _part = null;
            _console.Write(new Drawing(this, new Segment(line, StyleOf(kind)), _part));
        }
    }

    public void Show(RunningPart part)
    {
        lock (_gate)
        {
            _part = part;
            _console.Write(new Drawing(this, null, part));
        }
    }

    public void Close()
    {
        try
        {
            lock (_gate)
            {
                if (_part is not null) _console.Write(new Drawing(this, null, null));
                _part = null;
            }
        }
        finally
        {
            _console.Pipeline.Detach(this);
        }
    }

    /// <summary>Makes room for what others write.</summary>
    public IEnumerable<IRenderable> Process(RenderOptions options, IEnumerable<IRenderable> renderables)
    {
        foreach (var renderable in renderables)
        {
            if (renderable is Drawing)
            {
                yield return renderable;
                continue;
            }

            var segments = renderable.Render(options, options.ConsoleSize.Width).ToArray();
            if (Array.FindLast(segments, segment => !segment.IsControlCode && segment.Text != "") is { } last)
            {
                if (_isBarShown) segments = [Segment.Control(ToLineStart + EraseToLineEnd), .. segments];
                (_isBarShown, _isInForeignLine) = (false, !last.IsLineBreak && !last.Text.EndsWith('\n'));
            }

            yield return new Ready(segments);
        }
    }

    private static Style StyleOf(LineKind kind) => kind switch
    {
        LineKind.Header => new(decoration: Decoration.Bold),
        LineKind.Incomplete or LineKind.Warning => new(Color.Yellow),
        LineKind.Error => new(Color.Red),
        _ => Style.Plain,
    };

    /// <summary>A line to stay, if any, and the bar under it, if any, over the bar that is there.</summary>
    private sealed class Drawing(LiveView view, Segment? line, RunningPart? part) : Renderable
    {
        protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
        {
            List<Segment> segments = [];
            if (view._isInForeignLine) segments.Add(Segment.LineBreak);
            segments.Add(Segment.Control(ToLineStart));
            if (line is not null) segments.AddRange([line, Segment.Control(EraseToLineEnd), Segment.LineBreak]);

            if (part is { } running) segments.AddRange(ProgressBarLine.Of(running, maxWidth - ColumnsLeftFree, options.Unicode));
            segments.Add(Segment.Control(EraseToLineEnd));
            (view._isBarShown, view._isInForeignLine) = (part is not null, false);
            return segments;
        }
    }

    /// <summary>Segments that are rendered already.</summary>
    private sealed class Ready(Segment[] segments) : Renderable
    {
        protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth) => segments;
    }
}
