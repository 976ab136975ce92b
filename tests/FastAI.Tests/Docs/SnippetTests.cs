using Xunit;

namespace FastAI.Tests.Docs;

/// <summary>What readers copy has to work: every snippet of C# is a part of a program or a test.</summary>
public class SnippetTests
{
    private static readonly string[] Sources =
    [
        .. Directory.EnumerateFiles(Repository.Path("samples"), "*.cs"),
        .. Directory.EnumerateFiles(Repository.Path("tests"), "*.cs", SearchOption.AllDirectories),
    ];

    public static TheoryData<string, int> Snippets()
    {
        var data = new TheoryData<string, int>();
        var pages = Directory.EnumerateFiles(Repository.Path("docs"), "*.md", SearchOption.AllDirectories)
            .Append(Repository.Path("README.md")).Append(Repository.Path("CONTRIBUTING.md"));
        foreach (var page in pages.Order(StringComparer.Ordinal))
            for (var number = 0; number < SnippetsOf(page).Count; number++)
                data.Add(Path.GetRelativePath(Repository.Root, page), number);
        return data;
    }

    [Theory, MemberData(nameof(Snippets))]
    public void A_snippet_of_the_docs_is_part_of_a_file_that_is_built_and_run(string page, int number)
    {
        var snippet = SnippetsOf(Repository.Path(page))[number];

        Assert.True(
            Sources.Any(source => Contains(Lines(File.ReadAllLines(source)), snippet)),
            $"This snippet of {page} is in no file under samples/ or tests/:\n{string.Join('\n', snippet)}");
    }

    [Fact]
    public void The_README_has_a_snippet() => Assert.NotEmpty(SnippetsOf(Repository.Path("README.md")));

    private static List<string[]> SnippetsOf(string page)
    {
        var snippets = new List<string[]>();
        List<string>? open = null;
        foreach (var line in File.ReadAllLines(page))
        {
            if (open is not null && line.StartsWith("```", StringComparison.Ordinal))
            {
                snippets.Add(Lines(open));
                open = null;
            }
            else if (open is not null) open.Add(line);
            else if (line is "```csharp" or "```cs") open = [];
        }

        return snippets;
    }

    private static string[] Lines(IEnumerable<string> lines) => [.. lines.Select(line => line.Trim()).Where(line => line.Length > 0)];

    private static bool Contains(string[] lines, string[] part)
        => Enumerable.Range(0, Math.Max(0, lines.Length - part.Length + 1)).Any(start => lines.AsSpan(start, part.Length).SequenceEqual(part));
}
