using FastAI.Vision;
using Xunit;

namespace FastAI.Tests.Vision;

public class SampleDataTests
{
    [Fact]
    public void The_digits_are_unpacked_once_also_where_the_folder_ends_with_a_separator()
    {
        using var temporary = new TemporaryFolder();
        var folder = temporary.File("digits") + Path.DirectorySeparatorChar;

        var first = SampleData.Digits(folder);
        var file = Path.Combine(first, "0", "0000.png");
        var written = File.GetLastWriteTimeUtc(file);
        var second = SampleData.Digits(folder);

        Assert.Equal(1797, ItemFiles.GetImageFiles(first).Count);
        Assert.Equal(first, second);
        Assert.Equal(written, File.GetLastWriteTimeUtc(file));
        Assert.Equal(new ImageSize(8, 8), Image.ReadSize(file));
    }
}
