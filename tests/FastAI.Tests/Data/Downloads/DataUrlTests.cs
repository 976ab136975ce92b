using System.Reflection;
using Xunit;

namespace FastAI.Tests.Data;

public class DataUrlTests
{
    [Theory]
    [InlineData("https://a.example/x/flowers.tgz", "flowers", "flowers.tgz")]
    [InlineData("https://a.example/x/flowers.tar.gz?key=1", "flowers", "flowers.tar.gz")]
    [InlineData("https://a.example/table.csv.gz", "table.csv", "table.csv.gz")]
    [InlineData("https://a.example/a%20b%2Fc.ZIP", "a b_c", "a b_c.ZIP")]
    [InlineData("https://a.example/files/download/?id=5", "download", "download")]
    [InlineData("https://a.example", "a.example", "a.example")]
    [InlineData("https://a.example/..%5Cevil.tgz", "_evil", "_evil.tgz")]
    [InlineData("https://a.example/.tgz", "tgz", "tgz")]
    public void Folder_and_archive_are_named_after_the_address(string address, string folder, string archive)
    {
        var url = new DataUrl(address);

        Assert.Equal((folder, folder, archive), (url.Folder, url.Name, url.ArchiveName));
    }

    [Fact]
    public void A_folder_of_its_own_names_the_archive_too()
    {
        var url = new DataUrl("https://a.example/data.zip") { Folder = "birds" };

        Assert.Equal(("birds", "birds.zip"), (url.Name, url.ArchiveName));
        Assert.Equal("https://mirror.example/data.zip", (url with { Address = "https://mirror.example/data.zip" }).Address);
    }

    [Fact]
    public void What_is_no_address_folder_checksum_or_size_is_refused()
    {
        Assert.Contains("ArchiveFile.Extract", Assert.Throws<ArgumentException>(() => new DataUrl("/home/data.tgz")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new DataUrl("ftp://a.example/data.tgz"));
        foreach (var folder in (string[])["", "..", "a/b", "a\\b", "a.", "C:"])
            Assert.Equal("Folder", Assert.Throws<ArgumentException>(() => new DataUrl("https://a.example/data.tgz") { Folder = folder }).ParamName);
        Assert.Equal("Sha256", Assert.Throws<ArgumentException>(() => new DataUrl("https://a.example/data.tgz") { Sha256 = "abc" }).ParamName);
        Assert.Equal("Size", Assert.Throws<ArgumentOutOfRangeException>(() => new DataUrl("https://a.example/data.tgz") { Size = 0 }).ParamName);
    }

    [Fact]
    public void The_reference_s_data_sets_are_all_listed_and_have_folders_of_their_own()
    {
        var members = typeof(Urls).GetProperties(BindingFlags.Public | BindingFlags.Static).Where(property => property.PropertyType == typeof(DataUrl)).ToArray();

        Assert.Equal(members.Select(member => member.Name), Urls.All.Select(url => url.Name));
        Assert.Equal(Urls.All.Count, Urls.All.Select(url => url.ArchiveName.ToLowerInvariant()).Distinct().Count());
        Assert.Equal(("oxford-iiit-pet", "https://s3.amazonaws.com/fast-ai-imageclas/oxford-iiit-pet.tgz"), (Urls.Pets.Folder, Urls.Pets.Address));
        Assert.Equal((DataKind.Model, "wt103-fwd"), (Urls.Wt103Fwd.Kind, Urls.Wt103Fwd.Folder));
    }

    [Fact]
    public void Progress_reads_as_one_line()
    {
        Assert.Equal("Pets: 12.3 of 811.7 MB, 4.1 MB/s", new DownloadProgress(Urls.Pets, DownloadStage.Downloading, 12_300_000, 811_706_944, 4_100_000).ToString());
        Assert.Equal("Pets: 900 bytes, 2.0 kB/s", new DownloadProgress(Urls.Pets, DownloadStage.Downloading, 900, null, 2000).ToString());
        Assert.Equal("Pets: unpacking, 50 %", new DownloadProgress(Urls.Pets, DownloadStage.Unpacking, 1, 2, 0).ToString());
    }
}
