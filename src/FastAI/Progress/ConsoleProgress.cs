using Spectre.Console;

namespace FastAI;

/// <summary>
/// Shows a fit in the terminal: a table with a row for each finished epoch, and under it a bar for the part that is running, with loss, rates and remaining time.
/// </summary>
/// <remarks>
/// <para>fastai's <c>ProgressCallback</c>. Where the output is a file or a pipe, plain lines are written instead of the bar: one for each epoch, and in long epochs one every <see cref="LineEvery"/>.</para>
/// <para>Warnings of the library that come during a fit are shown among the rows, each once. A validation or a prediction for itself shows its bar while it runs, and leaves nothing.
/// Everything is drawn on the training thread, at most ten times a second; when the terminal cannot be written to, the display is given up and training goes on.</para>
/// </remarks>
/// <param name="console">Where to draw; <see cref="AnsiConsole.Console"/> unless given.</param>
/// <param name="time">The clock; the system's unless given.</param>
public sealed class ConsoleProgress(IAnsiConsole? console = null, TimeProvider? time = null) : Callback, IReportsProgress
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private FitDisplay? _display;

    /// <summary>Whether there is a bar that is drawn anew; by default where the console is an interactive terminal that understands ANSI codes.</summary>
    public bool? IsLive { get; init; }

    /// <summary>Without a bar: how often a line tells of a running epoch; 30 seconds, so that short epochs have none. <see cref="Timeout.InfiniteTimeSpan"/> for never.</summary>
    public TimeSpan LineEvery { get; init; } = TimeSpan.FromSeconds(30);

    /// <inheritdoc />
    public override void BeforeFit(Learner learn)
    {
        if (_display is not null || learn.IsInnerPass) return;

        Guarded(() => _display = new FitDisplay(learn, View(), _time));
        if (_display is { } display) Guarded(display.Open);
    }

    /// <inheritdoc />
    public override void BeforeEpoch(Learner learn) => DisplayOf(learn)?.BeginEpoch();

    /// <inheritdoc />
    public override void BeforeTrain(Learner learn) => BeginPart(learn);

    /// <inheritdoc />
    public override void BeforeValidate(Learner learn) => BeginPart(learn);

    /// <inheritdoc />
    public override void AfterBatch(Learner learn)
    {
        // The usual batch costs a look at the clock and no more.
        if (_display is null || _time.GetTimestamp() < _display.NextAt) return;

        if (DisplayOf(learn) is { } display) Guarded(display.ShowPart);
    }

    /// <inheritdoc />
    public override void AfterEpoch(Learner learn)
    {
        if (DisplayOf(learn) is { } display) Guarded(display.PrintRows);
    }

    /// <inheritdoc />
    public override void AfterFit(Learner learn) => Close(learn, exception: null);

    /// <inheritdoc />
    public override void OnException(Learner learn, Exception exception) => Close(learn, exception);

    // Another learner, or a validation inside a hook, is no business of the display under way.
    private FitDisplay? DisplayOf(Learner learn) => _display is { } display && display.Learner == learn && !learn.IsInnerPass ? display : null;

    private void BeginPart(Learner learn)
    {
        if (DisplayOf(learn) is { } display) Guarded(display.BeginPart);
    }

    private void Close(Learner learn, Exception? exception)
    {
        if (DisplayOf(learn) is not { } display) return;

        Guarded(() => display.PrintEnd(exception));
        if (_display is not null) Guarded(display.Close);
        _display = null;
    }

    private IProgressView View()
    {
        var target = console ?? AnsiConsole.Console;
        var (profile, capabilities) = (target.Profile, target.Profile.Capabilities);
        var isLive = IsLive ?? (capabilities.Interactive && capabilities.Ansi && profile.Out.IsTerminal);
        return isLive ? new LiveView(target) : new PlainView(profile.Out.Writer, LineEvery);
    }

    // A terminal that is gone or a closed pipe must not cost hours of training.
#pragma warning disable CA1031
    private void Guarded(Action draw)
    {
        try
        {
            draw();
        }
        catch (Exception e)
        {
            var display = _display;
            _display = null;
            try
            {
                display?.Close();
            }
            catch (Exception)
            {
                // The first failure is the one to tell of.
            }

            Warnings.Raise($"The progress display was given up, training goes on: {e.GetType().Name}: {e.Message}");
        }
    }
#pragma warning restore CA1031
}
