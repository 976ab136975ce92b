using System.Runtime.InteropServices;
using Xunit;

namespace FastAI.Tests.Torch;

public sealed class ElfFileTests : IDisposable
{
    private const string TooNew = "GLIBCXX_3.4.32", Symbol = "_ZSt21ios_base_library_initv";

    private readonly TemporaryFolder _folder = new();

    public static bool IsLinux => OperatingSystem.IsLinux();

    // The one that TorchSharp brings, not the mended copy that this process may have loaded.
    private static byte[] Shim => File.ReadAllBytes(LibTorchSearch.OfThisProcess().Find("libLibTorchSharp.so")!);

    public void Dispose() => _folder.Dispose();

    [Fact(Skip = "Linux only", SkipUnless = nameof(IsLinux))]
    public void The_requirement_of_one_symbol_is_found()
    {
        var elf = new ElfFile(Shim);

        Assert.Equal([Symbol], elf.SymbolsOf(TooNew));
        Assert.Empty(elf.SymbolsOf("GLIBCXX_9.9"));
        Assert.NotEmpty(elf.SymbolsOf("GLIBCXX_3.4"));
    }

    [Fact(Skip = "Linux only", SkipUnless = nameof(IsLinux))]
    public void The_relaxed_library_keeps_its_size_changes_little_and_loads()
    {
        LibTorch.EnsureLoaded();      // what the library depends on
        var (original, relaxed) = (Shim, Shim);

        new ElfFile(relaxed).Relax(TooNew);

        Assert.Equal(original.Length, relaxed.Length);
        Assert.InRange(original.Zip(relaxed).Count(pair => pair.First != pair.Second), 1, 32);
        Assert.Empty(new ElfFile(relaxed).SymbolsOf(TooNew));
        File.WriteAllBytes(_folder.File("relaxed.so"), relaxed);
        var handle = NativeLibrary.Load(_folder.File("relaxed.so"));
        Assert.True(NativeLibrary.TryGetExport(handle, "THSTensor_data", out _));
    }

    [Fact(Skip = "Linux only", SkipUnless = nameof(IsLinux))]
    public void Relaxing_a_version_that_nothing_asks_for_changes_nothing()
    {
        var bytes = Shim;

        new ElfFile(bytes).Relax("GLIBCXX_9.9");

        Assert.Equal(Shim, bytes);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(5000)]
    public void Garbage_is_no_library(int length)
    {
        var bytes = new byte[length];
        new Random(1).NextBytes(bytes);
        Assert.Throws<InvalidDataException>(() => new ElfFile(bytes));

        "\u007fELF\u0002\u0001"u8[..Math.Min(6, length)].CopyTo(bytes);
        Assert.Throws<InvalidDataException>(() => Use(bytes));
    }

    [Fact(Skip = "Linux only", SkipUnless = nameof(IsLinux))]
    public void A_truncated_library_is_refused()
    {
        var bytes = Shim;

        for (var length = 0; length < 300_000; length += 1111)
            Assert.Throws<InvalidDataException>(() => Use(bytes[..length]));
    }

    [Fact(Skip = "Linux only", SkipUnless = nameof(IsLinux))]
    public void Damage_never_does_more_than_throw()
    {
        var random = new Random(3);
        var original = Shim;

        for (var round = 0; round < 300; round++)
        {
            var bytes = (byte[])original.Clone();
            for (var flips = 0; flips < 4; flips++) bytes[random.Next(round % 2 == 0 ? 1024 : 200_000)] ^= (byte)(1 << random.Next(8));
            try
            {
                Use(bytes);
            }
            catch (InvalidDataException)
            {
            }
        }
    }

    private static void Use(byte[] bytes)
    {
        var elf = new ElfFile(bytes);
        _ = elf.SymbolsOf(TooNew);
        elf.Relax(TooNew);
    }
}
