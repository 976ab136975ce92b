using Xunit;

namespace FastAI.Tests.Data;

public sealed class ItemFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Files_come_sorted_by_path_whatever_the_file_system_says()
    {
        foreach (var name in (string[])["b/2.png", "a/9.png", "b/10.png", "a.png", "B/1.png"]) Make(name);

        var found = ItemFiles.GetImageFiles(_folder.Path);

        Assert.Equal(["B/1.png", "a.png", "a/9.png", "b/10.png", "b/2.png"], Relative(found));
    }

    [Fact]
    public void A_link_that_leads_back_up_is_not_followed()
    {
        Make("a/1.png");
        Directory.CreateSymbolicLink(_folder.File("a/again"), _folder.Path);

        Assert.Equal(["a/1.png"], Relative(ItemFiles.GetImageFiles(_folder.Path)));
    }

    [Fact]
    public void A_link_to_a_folder_elsewhere_is_followed()
    {
        using var elsewhere = new TemporaryFolder();
        File.WriteAllBytes(elsewhere.File("1.png"), []);
        Directory.CreateSymbolicLink(_folder.File("cat"), elsewhere.Path);

        Assert.Equal(["cat/1.png"], Relative(ItemFiles.GetImageFiles(_folder.Path)));
    }

    [Fact]
    public void Without_recursion_only_the_folder_itself_is_looked_at()
    {
        Make("1.png");
        Make("a/2.png");

        Assert.Equal(["1.png"], Relative(ItemFiles.GetImageFiles(_folder.Path, recurse: false)));
    }

    [Fact]
    public void A_missing_folder_is_an_error_that_names_it()
    {
        var error = Assert.Throws<ItemsNotFoundException>(() => ItemFiles.GetImageFiles(_folder.File("nowhere/deep")));

        Tokens.AssertIn(error.Message, _folder.File("nowhere/deep"), "0 items", "does not exist", ".png", "Check the path");
        Assert.Equal(_folder.File("nowhere/deep"), error.Folder);
    }

    [Fact]
    public void One_of_several_folders_missing_is_an_error()
    {
        Make("train/1.png");

        var error = Assert.Throws<ItemsNotFoundException>(() => ItemFiles.GetImageFiles(_folder.Path, folders: ["train", "vaild"]));

        Tokens.AssertIn(error.Message, "vaild", "does not exist", _folder.File("train"));
    }

    [Fact]
    public void An_ending_without_its_dot_is_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => ItemFiles.GetFiles(_folder.Path, ["png"]));

        Tokens.AssertIn(error.Message, "'png'", "'.png'");
    }

    private void Make(string name)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.File(name))!);
        File.WriteAllBytes(_folder.File(name), []);
    }

    private IEnumerable<string> Relative(IEnumerable<string> files) => files.Select(file => Path.GetRelativePath(_folder.Path, file).Replace('\\', '/'));
}
