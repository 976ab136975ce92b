using System.Globalization;
using FastAI.Vision;
using Spectre.Console;

namespace FastAI.Cli;

/// <summary>What is in a folder of images: the data block's summary, then classes and sizes over all files.</summary>
internal static class FolderSummary
{
    private const int MostNamed = 10;

    /// <returns>1 where a file is no image.</returns>
    public static int Write(string folder, Terminal terminal)
    {
        var files = ItemFiles.GetImageFiles(folder).AsParallel().AsOrdered().Select(SizeOf).ToArray();
        var readable = files.Where(file => file.Size is not null).ToArray();
        Classes(files.Select(file => file.Path), terminal.Out);
        if (readable.Length > 0) ImageSizes([.. readable.Select(file => file.Size!.Value)], terminal.Out);
        terminal.Out.WriteLine();

        var damaged = files.Where(file => file.Problem is not null).ToArray();
        foreach (var (_, _, problem) in damaged.Take(MostNamed)) Failures.Write(terminal.Error, problem!);
        if (damaged.Length > MostNamed) Failures.Write(terminal.Error, $"… and {damaged.Length - MostNamed} more files.");

        terminal.Out.WriteLine($"As `fastai train images {folder}` reads it:");
        SummaryText.Write(new ImageFolder(folder).Block().Summary(folder), terminal.Out);
        return damaged.Length == 0 ? CommandLine.Success : CommandLine.Failure;
    }

    private static void Classes(IEnumerable<string> files, IAnsiConsole console)
    {
        var counts = files.CountBy(Labellers.ParentLabel, StringComparer.Ordinal).OrderBy(count => count.Key, StringComparer.Ordinal).ToArray();
        var table = new Spectre.Console.Table().Border(TableBorder.Simple).AddColumn("class").AddColumn("images", column => column.RightAligned());
        foreach (var (label, count) in counts) table.AddRow(new Text(label), new Text(Count(count)));
        table.AddRow(new Text($"{Count(counts.Length)} classes"), new Text(Count(counts.Sum(count => count.Value))));
        console.Write(table);
    }

    private static void ImageSizes(IReadOnlyList<ImageSize> sizes, IAnsiConsole console)
    {
        var counts = sizes.CountBy(size => size).OrderByDescending(size => size.Value).ThenBy(size => size.Key.Pixels).ToArray();
        console.WriteLine(counts.Length == 1
            ? $"All images are {counts[0].Key} pixels."
            : $"Images are from {sizes.MinBy(size => size.Pixels)} to {sizes.MaxBy(size => size.Pixels)} pixels in {Count(counts.Length)} sizes, most often {counts[0].Key} ({Count(counts[0].Value)}).");
    }

    // The header alone: a file that is cut off behind it shows when it is trained on.
    private static (string Path, ImageSize? Size, string? Problem) SizeOf(string path)
    {
        try
        {
            return (path, Image.ReadSize(path), null);
        }
        catch (ImageException e)
        {
            return (path, null, e.Message);
        }
    }

    private static string Count(int count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
