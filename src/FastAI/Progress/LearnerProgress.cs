using Spectre.Console;

namespace FastAI;

/// <summary>Progress in the terminal, for a learner.</summary>
public static class LearnerProgress
{
    /// <summary>Shows the learner's fits in the terminal, and lets Ctrl-C end them: adds <see cref="ConsoleProgress"/> and <see cref="StopOnCtrlC"/> where they are not there yet.</summary>
    /// <param name="learn">The learner.</param>
    /// <param name="console">Where to draw; <see cref="AnsiConsole.Console"/> unless given.</param>
    /// <returns>The same learner.</returns>
    public static T WithConsoleProgress<T>(this T learn, IAnsiConsole? console = null)
        where T : Learner
    {
        ArgumentNullException.ThrowIfNull(learn);
        if (!learn.Callbacks.Any(callback => callback is ConsoleProgress)) learn.Add(new ConsoleProgress(console));
        if (!learn.Callbacks.Any(callback => callback is StopOnCtrlC)) learn.Add(new StopOnCtrlC());
        return learn;
    }
}
