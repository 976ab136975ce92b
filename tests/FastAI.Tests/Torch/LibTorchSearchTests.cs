using Xunit;

namespace FastAI.Tests.Torch;

public sealed class LibTorchSearchTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Libtorch_packages_are_read_from_the_manifest()
    {
        File.WriteAllText(_folder.File("a.deps.json"), """{"libraries":{"libtorch-cpu-linux-x64/2.10.0":{},"TorchSharp/0.107.0":{},"libtorch-cuda-12.8-linux-x64-part1/2.7.1":{}}}""");
        File.WriteAllText(_folder.File("b.deps.json"), """{"libraries":{"libtorch-cpu-linux-x64/2.10.0":{}}}""");
        File.WriteAllText(_folder.File("c.deps.json"), "{}");

        var packages = LibTorchSearch.ReferencedPackages([_folder.File("a.deps.json"), _folder.File("b.deps.json"), _folder.File("c.deps.json"), _folder.File("none")]);

        Assert.Equal([new("libtorch-cpu-linux-x64", "2.10.0"), new("libtorch-cuda-12.8-linux-x64-part1", "2.7.1")], packages);
    }

    [Fact]
    public void The_first_folder_that_holds_a_file_wins()
    {
        Directory.CreateDirectory(_folder.File("1"));
        Directory.CreateDirectory(_folder.File("2"));
        File.WriteAllText(Path.Combine(_folder.File("2"), "x.so"), "");
        var search = new LibTorchSearch("linux-x64", [_folder.File("0"), _folder.File("1"), _folder.File("2")], "2.10.0", [], "");

        Assert.Equal(Path.Combine(_folder.File("2"), "x.so"), search.Find("x.so"));
        Assert.Null(search.Find("y.so"));
    }

    [Fact]
    public void This_process_knows_its_platform_and_packages()
    {
        var search = LibTorchSearch.OfThisProcess();

        Assert.Contains(search.Platform, LibTorchSearch.SupportedPlatforms);
        Assert.Equal([new($"libtorch-cpu-{search.Platform}", LibTorchSearch.NeededByTorchSharp)], search.Packages);
        Assert.Contains(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar), search.Folders);
    }

    // The version that the library knows is the one that TorchSharp was built for.
    [Fact]
    public void The_needed_version_is_TorchSharps()
        => Assert.Equal(LibTorchSearch.NeededByTorchSharp + ".0", TorchSharp.torch.__version__);
}
