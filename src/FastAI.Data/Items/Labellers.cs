using System.Text.RegularExpressions;

namespace FastAI;

/// <summary>Functions from an item to its label.</summary>
public static class Labellers
{
    /// <summary>The name of the folder that the file lies in; fastai's <c>parent_label</c>.</summary>
    public static string ParentLabel(string path) => FolderAbove(path, 1);

    /// <summary>
    /// The first group of <paramref name="pattern"/> in the file's name or, where the name does not match, in the whole path, whose folders are
    /// separated by <c>/</c> on every system.
    /// </summary>
    /// <param name="pattern">A regular expression with one group.</param>
    /// <exception cref="ArgumentException">The pattern is no regular expression, or has no group.</exception>
    /// <remarks>
    /// fastai's <c>RegexLabeller</c> looks at the path alone, so that <c>(.+)_\d+\.jpg$</c> takes every folder into the label unless it is told to use the name.
    /// </remarks>
    public static Func<string, string> RegexLabeller(string pattern)
    {
        var regex = new Regex(pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        if (regex.GetGroupNumbers().Length < 2)
            throw new ArgumentException($"The pattern {pattern} has no group: put the part that is the label in parentheses.", nameof(pattern));

        return path =>
        {
            var match = regex.Match(Path.GetFileName(path));
            if (!match.Success) match = regex.Match(path.Replace('\\', '/'));
            return match.Success
                ? match.Groups[1].Value
                : throw new FormatException($"The pattern {pattern} does not match {path}: correct the pattern, or leave such files out in getItems.");
        };
    }

    internal static string FolderAbove(string path, int levels)
    {
        var folder = Path.TrimEndingDirectorySeparator(path.AsSpan());
        for (var level = 0; level < levels; level++) folder = Path.GetDirectoryName(folder);
        return Path.GetFileName(folder).ToString();
    }
}
