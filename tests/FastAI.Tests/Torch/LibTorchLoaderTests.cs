using Xunit;

namespace FastAI.Tests.Torch;

public sealed class LibTorchLoaderTests : IDisposable
{
    private static readonly byte[] Library = [.. "a mended library"u8];

    private readonly TemporaryFolder _folder = new();

    private LibTorchSearch Search => new("linux-x64", [], "2.10.0", [], _folder.File("cache"));

    public static bool IsMended => LibTorch.Load().RelaxedVersions.Count > 0;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Libtorch_is_loaded_here()
    {
        var load = LibTorch.Load();

        Assert.Null(load.Failure);
        Assert.True(File.Exists(load.LibTorchPath));
        Assert.NotEqual(0, load.ShimHandle);
        LibTorch.EnsureLoaded();
    }

    [Fact]
    public void The_mended_copy_is_kept_under_its_content()
    {
        var (path, isTemporary) = LibTorchLoader.StoreMended(Library, Search);
        var (other, _) = LibTorchLoader.StoreMended([.. Library, 1], Search);

        Assert.False(isTemporary);
        Assert.StartsWith(_folder.File("cache"), path, StringComparison.Ordinal);
        Assert.Contains("2.10.0", path, StringComparison.Ordinal);
        Assert.NotEqual(path, other);
        Assert.Equal(Library, File.ReadAllBytes(path));
    }

    [Fact]
    public void A_copy_that_is_there_is_used_as_it_is()
    {
        var (path, _) = LibTorchLoader.StoreMended(Library, Search);
        File.SetLastWriteTimeUtc(path, new DateTime(2020, 1, 1));

        LibTorchLoader.StoreMended(Library, Search);

        Assert.Equal(2020, File.GetLastWriteTimeUtc(path).Year);
    }

    [Fact]
    public void A_damaged_copy_is_written_again()
    {
        var (path, _) = LibTorchLoader.StoreMended(Library, Search);
        File.WriteAllText(path, "damaged");

        var (again, _) = LibTorchLoader.StoreMended(Library, Search);

        Assert.Equal(path, again);
        Assert.Equal(Library, File.ReadAllBytes(path));
    }

    [Fact]
    public void A_cache_that_cannot_be_written_to_gives_way_to_a_temporary_folder()
    {
        File.WriteAllText(_folder.File("cache"), "a file where the folder should be");

        var (path, isTemporary) = LibTorchLoader.StoreMended(Library, Search);

        Assert.True(isTemporary);
        Assert.StartsWith(Path.GetTempPath(), path, StringComparison.Ordinal);
        Assert.Equal(Library, File.ReadAllBytes(path));
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }

    [Fact]
    public void A_program_whose_first_line_uses_torch_works()
    {
        using var program = new ChildProgram("FirstLine");

        var (exitCode, output, error) = program.Run();

        Assert.Equal("3", output.Trim());
        Assert.Equal("", error);
        Assert.Equal(0, exitCode);
    }

    [Fact(Skip = "The system's C++ library is new enough", SkipUnless = nameof(IsMended))]
    public void The_mended_copy_is_made_once_and_mended_when_damaged()
    {
        using var program = new ChildProgram("FirstLine");
        program.Run();
        var copy = Assert.Single(Directory.GetFiles(program.Home, "*", SearchOption.AllDirectories));
        var good = File.ReadAllBytes(copy);
        File.WriteAllText(copy, "damaged");

        var (exitCode, output, _) = program.Run();

        Assert.Equal((0, "3"), (exitCode, output.Trim()));
        Assert.Equal(good, File.ReadAllBytes(Assert.Single(Directory.GetFiles(program.Home, "*", SearchOption.AllDirectories))));
    }

    [Fact(Skip = "The system's C++ library is new enough", SkipUnless = nameof(IsMended))]
    public void A_home_that_cannot_be_written_to_is_no_hindrance_and_leaves_nothing_behind()
    {
        using var program = new ChildProgram("FirstLine");
        File.WriteAllText(program.Home, "a file where the folder should be");

        var (exitCode, output, _) = program.Run();

        Assert.Equal((0, "3"), (exitCode, output.Trim()));
        Assert.Empty(Directory.GetDirectories(program.Temp, "fastai-native-*"));
    }

    [Fact]
    public void The_first_line_of_a_broken_program_says_what_is_wrong()
    {
        using var program = new ChildProgram("FirstLine");
        foreach (var file in Directory.GetFiles(program.NativeFolder, "*torch.*")) File.Delete(file);

        var (exitCode, output, error) = program.Run();

        Assert.NotEqual(0, exitCode);
        Assert.Contains("LibTorchException: libtorch 2.10.0 was not found", error, StringComparison.Ordinal);
        Assert.Contains("build again", error, StringComparison.Ordinal);
        Assert.DoesNotContain("doesn't contain a reference", output + error, StringComparison.Ordinal);
    }
}
