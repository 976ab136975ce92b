using System.Globalization;
using Spectre.Console;
using Spectre.Console.Testing;
using Xunit;

namespace FastAI.Tests.Progress;

public class ConsoleProgressTests
{
    private readonly ManualTime _time = new();
    private readonly TestConsole _console = new TestConsole().Width(120);

    public class Plain : ConsoleProgressTests
    {
        [Fact, NoTensorLeaks]
        public void A_header_and_a_line_for_each_epoch_are_written()
        {
            using var small = new SmallLearner([new FixedMetric("accuracy", 0.875)]);

            small.Learn.Fit(2, cbs: [Progress(isLive: false)]);

            var rows = small.Learn.Recorder.Rows;
            Assert.Equal(
                [
                    "epoch  train_loss  valid_loss    accuracy     time",
                    $"    0  {Loss(rows[0].TrainLoss)}  {Loss(rows[0].ValidLoss)}    0.875000     0:00",
                    $"    1  {Loss(rows[1].TrainLoss)}  {Loss(rows[1].ValidLoss)}    0.875000     0:00",
                ],
                Lines());
        }

        [Fact]
        public void There_are_no_codes()
        {
            using var small = new SmallLearner();

            small.Learn.Fit(1, cbs: [Progress(isLive: false)]);

            Assert.DoesNotContain('\e', _console.Output);
            Assert.DoesNotContain('\r', _console.Output);
        }

        [Fact]
        public void A_console_that_is_no_terminal_gets_plain_lines()
        {
            var writer = new StringWriter();
            var console = AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(writer), Ansi = AnsiSupport.Yes, Interactive = InteractionSupport.Yes });
            using var small = new SmallLearner();

            small.Learn.Fit(1, cbs: [new ConsoleProgress(console)]);

            Assert.StartsWith("epoch  train_loss  valid_loss     time", writer.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain('\e', writer.ToString());
        }

        [Fact]
        public void What_is_not_a_number_is_said_in_words()
        {
            using var small = new SmallLearner([new FixedMetric("unseen", null), new FixedMetric("broken", double.NaN)]);

            small.Learn.Fit(1, cbs: [Progress(isLive: false)]);

            Assert.EndsWith("           –         nan     0:00", Lines()[^1], StringComparison.Ordinal);
        }

        [Fact]
        public void The_culture_of_the_user_changes_nothing()
        {
            var before = CultureInfo.CurrentCulture;
            var comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            comma.NumberFormat.NumberDecimalSeparator = ",";
            using var small = new SmallLearner([new FixedMetric("accuracy", 0.875)]);

            try
            {
                CultureInfo.CurrentCulture = comma;
                small.Learn.Fit(1, cbs: [Progress(isLive: false)]);
            }
            finally
            {
                CultureInfo.CurrentCulture = before;
            }

            Assert.Contains("0.875000", _console.Output, StringComparison.Ordinal);
            Assert.DoesNotContain(',', _console.Output);
        }

        [Fact]
        public void A_long_epoch_is_told_of_every_so_often()
        {
            using var small = new SmallLearner();
            var slow = new Hook { OnBeforeBatch = _ => _time.Advance(TimeSpan.FromSeconds(8)) };

            small.Learn.Fit(1, 0.01, cbs: [slow, Progress(isLive: false)]);

            Assert.Equal(["epoch", "epoch", "epoch", "epoch", "0"], Lines().Select(line => line.TrimStart().Split(' ')[0]));
            Assert.Matches(@"^epoch 0: train 4/10, loss [0-9.]+, lr 0\.01, 0\.13 batches/s, 0:32 elapsed, 0:48 left$", Lines()[1]);
            Assert.StartsWith("epoch 0: train 8/10", Lines()[2], StringComparison.Ordinal);
            Assert.StartsWith("epoch 0: valid 4/5", Lines()[3], StringComparison.Ordinal);
        }

        [Fact]
        public void An_infinite_interval_turns_that_off()
        {
            using var small = new SmallLearner();
            var slow = new Hook { OnBeforeBatch = _ => _time.Advance(TimeSpan.FromSeconds(100)) };

            small.Learn.Fit(1, cbs: [slow, new ConsoleProgress(_console, _time) { IsLive = false, LineEvery = Timeout.InfiniteTimeSpan }]);

            Assert.Equal(2, Lines().Length);
        }

        [Fact]
        public void A_validation_by_itself_writes_nothing()
        {
            using var small = new SmallLearner();
            small.Learn.Add(Progress(isLive: false));
            small.Learn.Add(new Hook { OnBeforeBatch = _ => _time.Advance(TimeSpan.FromSeconds(100)) });

            small.Learn.Validate();

            Assert.Equal("", _console.Output);
        }

        [Fact]
        public void A_search_for_the_learning_rate_writes_nothing()
        {
            using var small = new SmallLearner();
            small.Learn.Add(Progress(isLive: false));

            small.Learn.LrFind(batches: 10);

            Assert.Equal("", _console.Output);
        }

        [Fact]
        public void A_cancelled_epoch_is_marked_and_the_reason_follows()
        {
            using var small = new SmallLearner();
            var stop = new Hook { OnAfterBatch = learn => learn.CancelFit("Enough is enough.") };

            small.Learn.Fit(3, cbs: [Progress(isLive: false), stop]);

            Assert.Matches(@"^    0    [0-9.]{8}           –     0:00  incomplete$", Lines()[1]);
            Assert.Equal("stopped: Enough is enough.", Lines()[2]);
        }

        [Fact]
        public void An_epoch_that_is_cancelled_alone_is_marked_and_the_fit_goes_on()
        {
            using var small = new SmallLearner();
            var skip = new Hook { OnAfterBatch = learn => { if (learn.Epoch == 0) learn.CancelEpoch("This one is dull."); } };

            small.Learn.Fit(2, cbs: [Progress(isLive: false), skip]);

            Assert.EndsWith("incomplete", Lines()[1], StringComparison.Ordinal);
            Assert.EndsWith("0:00", Lines()[2], StringComparison.Ordinal);
            Assert.Equal(3, Lines().Length);
        }

        [Fact, NoTensorLeaks]
        public void An_exception_marks_its_epoch_and_is_told()
        {
            using var small = new SmallLearner();
            var bad = new Hook { OnBeforeBatch = learn => { if (learn.Iteration == 3) throw new FormatException("no such thing"); } };

            Assert.Throws<TrainingException>(() => small.Learn.Fit(1, cbs: [Progress(isLive: false), bad]));

            Assert.EndsWith("–     0:00  incomplete", Lines()[1], StringComparison.Ordinal);
            Assert.StartsWith("stopped: Hook.BeforeBatch failed in epoch 0, batch 3", Lines()[2], StringComparison.Ordinal);
        }

        [Fact]
        public void A_cancelled_token_is_told()
        {
            using var small = new SmallLearner();
            using var cancelling = new CancellationTokenSource();
            var cancel = new Hook { OnAfterBatch = _ => cancelling.Cancel() };

            Assert.Throws<OperationCanceledException>(() => small.Learn.Fit(1, cbs: [Progress(isLive: false), cancel], cancellationToken: cancelling.Token));

            Assert.Equal("stopped: The cancellation token was cancelled.", Lines()[^1]);
        }

        [Fact]
        public void A_validation_inside_a_hook_disturbs_nothing()
        {
            using var small = new SmallLearner();
            var nested = new Hook { OnAfterEpoch = learn => learn.Validate(), OnAfterBatch = learn => { if (learn is { IsTraining: true, Iteration: 5 }) learn.Validate(); } };
            var fails = false;
            var broken = new Hook { OnBeforeBatch = _ => { if (fails) throw new FormatException("nested"); } };
            var failing = new Hook
            {
                OnAfterEpoch = learn =>
                {
                    fails = true;
                    Assert.Throws<TrainingException>(() => learn.Validate());
                    fails = false;
                },
            };

            small.Learn.Fit(2, cbs: [Progress(isLive: false), nested, broken, failing]);

            Assert.Equal(3, Lines().Length);
            Assert.All(Lines().Skip(1), line => Assert.EndsWith("0:00", line, StringComparison.Ordinal));
        }

        [Fact]
        public void A_warning_is_written_once_a_fit()
        {
            using var small = new SmallLearner();
            var warn = new Hook { OnAfterBatch = _ => Warnings.Raise("Something looks odd.") };

            small.Learn.Fit(2, cbs: [Progress(isLive: false), warn]);
            Warnings.Raise("After the fit.");

            Assert.Single(Lines(), "warning: Something looks odd.");
            Assert.Equal(4, Lines().Length);
        }

        [Fact]
        public void Rows_of_each_fit_come_under_a_header_of_their_own()
        {
            using var small = new SmallLearner();
            small.Learn.Add(Progress(isLive: false));

            small.Learn.Fit(1);
            small.Learn.Fit(1);

            Assert.Equal(["epoch", "0", "epoch", "0"], Lines().Select(line => line.TrimStart().Split(' ')[0]));
        }

        [Fact, NoTensorLeaks]
        public void A_writer_that_fails_does_not_end_the_fit()
        {
            var console = AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(new BrokenWriter()), Ansi = AnsiSupport.No });
            List<string> warnings = [];
            using var subscription = Warnings.Subscribe(warnings.Add);
            using var small = new SmallLearner();

            small.Learn.Fit(2, cbs: [new ConsoleProgress(console)]);

            Assert.Equal(2, small.Learn.Recorder.Rows.Count);
            Assert.Contains("progress display was given up", Assert.Single(warnings), StringComparison.Ordinal);
        }
    }

    public class Live : ConsoleProgressTests
    {
        [Fact, NoTensorLeaks]
        public void Rows_stay_and_the_bar_goes()
        {
            using var small = new SmallLearner([new FixedMetric("accuracy", 0.875)]);
            var slow = new Hook { OnBeforeBatch = _ => _time.Advance(TimeSpan.FromSeconds(1)) };

            small.Learn.Fit(2, cbs: [slow, Progress(isLive: true)]);

            var rows = small.Learn.Recorder.Rows;
            Assert.Equal(
                [
                    "epoch  train_loss  valid_loss    accuracy     time",
                    $"    0  {Loss(rows[0].TrainLoss)}  {Loss(rows[0].ValidLoss)}    0.875000     0:00",
                    $"    1  {Loss(rows[1].TrainLoss)}  {Loss(rows[1].ValidLoss)}    0.875000     0:00",
                ],
                Screen());
        }

        [Fact]
        public void The_bar_tells_where_the_fit_stands()
        {
            using var small = new SmallLearner();
            List<string> seen = [];
            var slow = new Hook { OnBeforeBatch = _ => _time.Advance(TimeSpan.FromSeconds(1)) };
            var look = new Hook { OnAfterBatch = _ => seen.Add(Screen()[^1]) };

            small.Learn.Fit(1, 0.01, cbs: [slow, Progress(isLive: true), look]);

            Assert.Equal(15, seen.Count);
            Assert.Matches(@"^    0  train  3/10 ━{12}─{28}  0:03<0:07  loss [0-9.]+  lr 0\.01  1\.00/s$", seen[2]);
            Assert.Matches(@"^    0  valid 2/5 ━{16}─{24}  0:02<0:03  loss [0-9.]+  1\.00/s$", seen[11]);
        }

        [Fact]
        public void A_part_is_shown_before_its_first_batch()
        {
            using var small = new SmallLearner();
            List<string> seen = [];
            var look = new Hook { OnBeforeBatch = _ => { seen.Add(Screen()[^1]); _time.Advance(TimeSpan.FromSeconds(1)); } };

            small.Learn.Fit(1, cbs: [Progress(isLive: true), look]);

            Assert.StartsWith("    0  train  0/10", seen[0], StringComparison.Ordinal);
            Assert.StartsWith("    0  valid 0/5", seen[10], StringComparison.Ordinal);
        }

        [Fact]
        public void It_is_drawn_at_most_ten_times_a_second()
        {
            using var small = new SmallLearner(trainBatches: 500);
            var quick = new Hook { OnBeforeBatch = _ => _time.Advance(TimeSpan.FromMilliseconds(2)) };

            small.Learn.Fit(1, cbs: [quick, Progress(isLive: true)]);

            // A second of training: the beginning, ten draws, the validation's beginning at most; the header, the row, the end.
            Assert.InRange(_console.Output.Split('\r').Length - 1, 10, 15);
        }

        [Theory]
        [InlineData(12)]
        [InlineData(30)]
        [InlineData(45)]
        [InlineData(60)]
        [InlineData(80)]
        [InlineData(200)]
        public void The_bar_fits_the_width(int width)
        {
            _console.Width(width);
            var part = new RunningPart(3, IsTraining: true, 1234, 5000, 0.123456, 1e-3, TimeSpan.FromSeconds(4000), TimeSpan.FromHours(30));

            var line = string.Concat(ProgressBarLine.Of(part, width - 1, isUnicode: true).Select(segment => segment.Text));

            Assert.InRange(line.Length, 1, width - 1);
            Assert.StartsWith("    3  trai", line, StringComparison.Ordinal);
        }

        [Fact]
        public void What_a_hook_writes_to_the_console_lands_above_the_bar()
        {
            using var small = new SmallLearner();
            List<string[]> seen = [];
            var slow = new Hook { OnBeforeBatch = _ => _time.Advance(TimeSpan.FromSeconds(1)) };
            var write = new Hook { OnBeforeBatch = learn => { if (learn is { IsTraining: true, Iteration: 4 }) _console.Write("half a line"); } };
            var look = new Hook { OnAfterBatch = _ => seen.Add(Screen()) };

            small.Learn.Fit(1, cbs: [slow, write, Progress(isLive: true), look]);

            Assert.Equal("half a line", seen[4][1]);
            Assert.StartsWith("    0  train  5/10", seen[4][2], StringComparison.Ordinal);
            Assert.Equal(["epoch  train_loss  valid_loss     time", "half a line"], Screen()[..2]);
            Assert.Equal(3, Screen().Length);
        }

        [Fact]
        public void A_warning_from_another_thread_lands_above_the_bar_at_once()
        {
            using var small = new SmallLearner();
            string[] seen = [];
            var slow = new Hook { OnBeforeBatch = _ => _time.Advance(TimeSpan.FromSeconds(1)) };
            var warn = new Hook
            {
                OnAfterBatch = learn =>
                {
                    if (learn is not { IsTraining: true, Iteration: 4 }) return;

                    var thread = new Thread(() => Warnings.Raise("Something looks odd."));
                    thread.Start();
                    thread.Join();
                    seen = Screen();
                },
            };

            small.Learn.Fit(1, cbs: [slow, Progress(isLive: true), warn]);

            Assert.Equal("warning: Something looks odd.", seen[1]);
            Assert.StartsWith("    0  train  5/10", seen[2], StringComparison.Ordinal);
        }

        [Fact]
        public void A_validation_by_itself_has_a_bar_that_leaves_nothing()
        {
            using var small = new SmallLearner();
            List<string> seen = [];
            small.Learn.Add(new Hook { OnBeforeBatch = _ => _time.Advance(TimeSpan.FromSeconds(1)) });
            small.Learn.Add(Progress(isLive: true));
            small.Learn.Add(new Hook { OnAfterBatch = _ => seen.Add(Screen()[^1]) });

            small.Learn.Validate();

            Assert.StartsWith("       valid 5/5", seen[^1], StringComparison.Ordinal);
            Assert.Empty(Screen());
        }

        [Fact]
        public void An_exception_takes_the_bar_away()
        {
            using var small = new SmallLearner();
            var slow = new Hook { OnBeforeBatch = _ => _time.Advance(TimeSpan.FromSeconds(1)) };
            var bad = new Hook { OnAfterBatch = learn => { if (learn.Iteration == 3) throw new FormatException("no such thing"); } };

            Assert.Throws<TrainingException>(() => small.Learn.Fit(1, cbs: [slow, Progress(isLive: true), bad]));
            _console.WriteLine("next");

            Assert.EndsWith("0:04  incomplete", Screen()[1], StringComparison.Ordinal);
            Assert.StartsWith("stopped: Hook.AfterBatch failed", Screen()[2], StringComparison.Ordinal);
            Assert.Equal("next", Screen()[3]);
        }

        [Fact]
        public void Nothing_of_the_terminal_is_left_changed()
        {
            using var small = new SmallLearner();

            small.Learn.Fit(1, cbs: [Progress(isLive: true)]);

            Assert.DoesNotContain("\e[?", _console.Output, StringComparison.Ordinal);
        }
    }

    public class Added : ConsoleProgressTests
    {
        [Fact]
        public void Both_callbacks_are_added_once_and_the_learner_returned()
        {
            using var small = new SmallLearner();

            var same = small.Learn.WithConsoleProgress(_console).WithConsoleProgress(_console);

            Assert.Same(small.Learn, same);
            Assert.Equal([typeof(ConsoleProgress), typeof(StopOnCtrlC)], same.Callbacks.Select(callback => callback.GetType()));
        }
    }

    private ConsoleProgress Progress(bool isLive)
    {
        if (isLive) _console.SupportsUnicode(true).EmitAnsiSequences();
        return new(_console, _time) { IsLive = isLive };
    }

    private string[] Lines() => _console.Output.Replace("\r\n", "\n", StringComparison.Ordinal).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>What a terminal would show: a carriage return goes back, and what is erased is gone.</summary>
    private string[] Screen()
    {
        List<string> lines = [];
        foreach (var line in _console.Output.Replace("\r\n", "\n", StringComparison.Ordinal).Replace("\e[K", "\u0001", StringComparison.Ordinal).Split('\n'))
        {
            var (cells, column) = (new List<char>(), 0);
            foreach (var character in System.Text.RegularExpressions.Regex.Replace(line, "\e\\[[0-9;]*m", ""))
            {
                if (character == '\r') column = 0;
                else if (character == '\u0001') cells.RemoveRange(column, cells.Count - column);
                else if (column++ == cells.Count) cells.Add(character);
                else cells[column - 1] = character;
            }

            lines.Add(string.Concat(cells));
        }

        return [.. lines.Where(line => line.Length > 0)];
    }

    private static string Loss(double? loss) => loss!.Value.ToString("F6", CultureInfo.InvariantCulture).PadLeft(10);

    private sealed class BrokenWriter : StringWriter
    {
        public override void Write(char value) => throw new IOException("Broken pipe.");

        public override void Write(string? value) => throw new IOException("Broken pipe.");

        public override void WriteLine(string? value) => throw new IOException("Broken pipe.");
    }
}
