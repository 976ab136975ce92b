using Xunit;

namespace FastAI.Tests.Data;

public sealed class GrandparentSplitterTests
{
    private static readonly string[] Paths = ["d/train/cat/1.jpg", "d/valid/dog/2.jpg", "d/test/cat/4.jpg", "train/6.jpg"];

    [Fact]
    public void Other_folder_names_can_be_given()
    {
        var split = new GrandparentSplitter("test", "valid").Split(Paths);

        Assert.Equal([2], split.Train);
        Assert.Equal([1], split.Valid);
    }

    [Fact]
    public void A_folder_without_files_is_refused_and_those_that_are_there_are_named()
    {
        var error = Assert.Throws<ArgumentException>(() => new GrandparentSplitter(validName: "val").Split(Paths));

        Tokens.AssertIn(error.Message, "val", "4 files", "train", "valid", "test", "GrandparentSplitter(");
    }
}
