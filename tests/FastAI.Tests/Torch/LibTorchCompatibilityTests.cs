using Xunit;

namespace FastAI.Tests.Torch;

/// <summary>V06: libraries that are missing or do not fit.</summary>
public class LibTorchCompatibilityTests
{
    private static readonly LibTorchSearch Fitting =
        new("linux-x64", ["/app/runtimes/linux-x64/native", "/app"], "2.10.0", [new("libtorch-cpu-linux-x64", "2.10.0")], "/home/me/.fastai/cache/native");

    [Fact]
    public void V06_What_fits_is_no_problem()
        => Assert.Null(LibTorchCompatibility.Check(Fitting, "/app/libtorch.so", "/app/libLibTorchSharp.so"));

    [Fact]
    public void V06_A_program_without_a_manifest_may_still_fit()
        => Assert.Null(LibTorchCompatibility.Check(Fitting with { Packages = [] }, "/app/libtorch.so", "/app/libLibTorchSharp.so"));

    [Fact]
    public void V06_Missing_names_the_package_to_add()
        => Has(LibTorchCompatibility.Check(Fitting with { Packages = [] }, null, null),
            "2.10.0", "was not found", "references no libtorch package", "linux-x64", "/app/runtimes/linux-x64/native", "dotnet add package libtorch-cpu-linux-x64 --version 2.10.0");

    [Fact]
    public void V06_A_package_that_is_there_without_its_file_is_not_to_be_added_again()
    {
        var message = Has(LibTorchCompatibility.Check(Fitting, null, null),
            "was not found", "references libtorch-cpu-linux-x64 2.10.0", "no folder holds its library", "build again", "publish again", "runtimes/linux-x64/native");

        Assert.DoesNotContain("add package", message, StringComparison.Ordinal);
    }

    [Fact]
    public void V06_A_package_of_another_platform_is_not_enough()
        => Has(LibTorchCompatibility.Check(Fitting with { Packages = [new("libtorch-cpu-win-x64", "2.10.0")] }, null, null),
            "libtorch-cpu-win-x64", "linux-x64", "dotnet add package libtorch-cpu-linux-x64 --version 2.10.0");

    [Theory]
    [InlineData("2.7.1")]
    [InlineData("2.11.0")]
    public void V06_An_older_or_newer_version_names_both(string found)
        => Has(LibTorchCompatibility.Check(Fitting with { Packages = [new("libtorch-cpu-linux-x64", found)] }, "/app/libtorch.so", "/app/libLibTorchSharp.so"),
            found, "exactly 2.10.0", "libtorch-cpu-linux-x64", "linux-x64", "--version 2.10.0");

    [Fact]
    public void V06_A_missing_library_of_TorchSharp_is_named()
        => Has(LibTorchCompatibility.Check(Fitting, "/app/libtorch.so", null), "LibTorchSharp", "was not found", "/app/libtorch.so", "build again");

    [Theory]
    [InlineData("linux-musl-x64", "musl")]
    [InlineData("linux-x86", "32-bit")]
    [InlineData("win-x86", "32-bit")]
    [InlineData("linux-arm", "32-bit")]
    [InlineData("osx-x64", "no build")]
    [InlineData("linux-arm64", "no build")]
    public void V06_A_platform_without_libtorch_is_named_with_those_that_have_it(string platform, string why)
        => Has(LibTorchCompatibility.Check(Fitting with { Platform = platform }, null, null), platform, why, "linux-x64", "osx-arm64", "win-x64", "win-arm64");

    [Theory]
    [InlineData("/lib/libstdc++.so.6: version `GLIBCXX_3.4.99' not found (required by x)", "C++ library is too old", "libstdc++6")]
    [InlineData("/lib/libstdc++.so.6: version `CXXABI_1.9.99' not found (required by x)", "C++ library is too old", "libstdc++6")]
    [InlineData("/lib/libc.so.6: version `GLIBC_2.34' not found (required by x)", "C library is too old", "2.34")]
    [InlineData("libgomp.so.1: cannot open shared object file: No such file or directory", "missing", "libgomp1")]
    [InlineData("/app/libtorch.so: invalid ELF header", "damaged", "restore")]
    [InlineData("/app/libtorch.so: file too short", "damaged", "restore")]
    [InlineData("something never seen", "see what the loader says", "libtorch-cpu-linux-x64")]
    public void V06_There_but_not_loadable_says_what_the_loader_says(string loader, params string[] advice)
        => Has(LibTorchCompatibility.NotLoadable(Fitting, "/app/libtorch.so", "/app/libLibTorchSharp.so", loader),
            [loader, "2.10.0", "linux-x64", "/app/libtorch.so", "/app/libLibTorchSharp.so", "cannot be loaded", .. advice]);

    private static string Has(string? message, params string[] tokens)
    {
        Assert.NotNull(message);
        Assert.All(tokens, token => Assert.Contains(token, message, StringComparison.Ordinal));
        return message;
    }
}
