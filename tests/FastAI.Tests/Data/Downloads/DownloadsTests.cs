using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Xunit;
using static FastAI.Tests.Data.ScriptedServer;

namespace FastAI.Tests.Data;

public sealed class DownloadsTests : IDisposable
{
    private static readonly byte[] Digits = TestArchives.Digits();

    private readonly TemporaryFolder _home = new();

    private string Archive => _home.File(Path.Combine("archive", "digits.tgz"));

    private string Part => Archive + ".part";

    private string Folder => _home.File(Path.Combine("data", "digits"));

    private DownloadOptions Options => new() { Base = _home.Path, RetryDelay = TimeSpan.FromMilliseconds(1), NoProgressTimeout = TimeSpan.FromSeconds(20) };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task Data_is_downloaded_once_and_then_there_without_a_server()
    {
        DataUrl url;
        using (var server = new ScriptedServer(ScriptedServer.File(Digits)))
        {
            url = server.Url("x/digits.tgz");
            Assert.Equal(Folder, await Get(url));
            Assert.Equal(Folder, await Get(url));

            Assert.Equal("/x/digits.tgz", Assert.Single(server.Requests).Path);
        }

        Assert.Equal(Folder, await Get(url));
        AssertWhole();

        // The archive is still there, too.
        Directory.Delete(Folder, recursive: true);
        Assert.Equal(Folder, await Get(url));
        AssertWhole();
    }

    [Fact]
    public async Task A_model_goes_to_its_own_folder_and_folders_can_be_given()
    {
        using var server = new ScriptedServer(ScriptedServer.File(Digits));
        var url = server.Url("digits.tgz");

        Assert.Equal(_home.File(Path.Combine("models", "digits")), await Get(url with { Kind = DataKind.Model }));
        Assert.Equal(_home.File(Path.Combine("mine", "digits")), await Get(url, Options with { DataFolder = _home.File("mine") }));
        Assert.Equal(_home.File(Path.Combine("files", "digits.tgz")), await Downloads.DownloadAsync(url, Options with { ArchiveFolder = _home.File("files") }, null, Token));
    }

    [Fact]
    public async Task An_archive_put_there_by_hand_is_used()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Archive)!);
        System.IO.File.WriteAllBytes(Archive, Digits);

        Assert.Equal(Folder, await Get(new(DeadAddress())));

        AssertWhole();
    }

    [Fact]
    public async Task An_archive_put_there_by_hand_is_checked_and_never_deleted()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Archive)!);
        System.IO.File.WriteAllBytes(Archive, Digits[..1000]);
        var url = new DataUrl(DeadAddress());

        Assert.Contains("damaged", (await Fails(url)).Message, StringComparison.Ordinal);
        Assert.Contains("1000 bytes", (await Fails(url with { Size = Digits.Length })).Message, StringComparison.Ordinal);
        Assert.Contains("SHA-256", (await Fails(url with { Sha256 = Hash(Digits) })).Message, StringComparison.Ordinal);

        Assert.Equal(1000, new FileInfo(Archive).Length);
    }

    [Fact]
    public async Task A_transfer_that_is_cut_goes_on_where_it_was()
    {
        using var server = new ScriptedServer(ScriptedServer.File(Digits, sent: 30_000), ScriptedServer.File(Digits, sent: 40_000), ScriptedServer.File(Digits));

        await Get(server.Url("digits.tgz"));

        AssertWhole();
        Assert.Equal([0, 30_000, 70_000], server.Requests.Select(request => request.From));
        Assert.All(server.Requests.Skip(1), request => Assert.StartsWith("\"", request.Headers["If-Range"], StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_later_call_goes_on_where_an_earlier_one_failed()
    {
        using var server = new ScriptedServer(ScriptedServer.File(Digits, sent: 30_000), ScriptedServer.File(Digits));
        var url = server.Url("digits.tgz");

        var e = await Fails(url, Options with { Retries = 0 });
        Assert.Contains("30.0 of ", e.Message, StringComparison.Ordinal);
        Assert.Contains(Part, e.Message, StringComparison.Ordinal);
        Assert.False(Path.Exists(Folder) || Path.Exists(Archive));

        await Get(url);
        AssertWhole();
        Assert.Equal([0, 30_000], server.Requests.Select(request => request.From));
        Assert.False(System.IO.File.Exists(Part));
    }

    [Fact]
    public async Task A_server_that_knows_no_ranges_begins_anew()
    {
        using var server = new ScriptedServer(ScriptedServer.File(Digits, sent: 30_000), ScriptedServer.File(Digits, honoursRange: false));

        await Get(server.Url("digits.tgz"));

        AssertWhole();
    }

    [Fact]
    public async Task A_file_that_has_changed_meanwhile_is_not_mixed_with_the_old_one()
    {
        byte[] old = TestArchives.Digits(seed: 2), shorter = TestArchives.Digits(noise: 3000);
        (Answer Then, int Noise)[] cases =
        [
            (ScriptedServer.File(Digits), 100_000),
            (ScriptedServer.File(Digits, honoursIfRange: false), 100_000),
            (ScriptedServer.File(shorter), 3000),
            (ScriptedServer.File(shorter, honoursIfRange: false), 3000),
        ];
        foreach (var (rest, noise) in cases)
        {
            using var server = new ScriptedServer(ScriptedServer.File(old, sent: 30_000), rest);

            await Get(server.Url("digits.tgz"), Options with { Force = true });

            Assert.Equal(TestArchives.Noise(noise, 1), System.IO.File.ReadAllBytes(Path.Combine(Folder, "train", "noise.bin")));
        }
    }

    [Fact]
    public async Task A_part_of_another_address_or_without_its_note_is_not_gone_on_with()
    {
        using var server = new ScriptedServer(ScriptedServer.File(Digits, sent: 30_000), ScriptedServer.File(Digits, sent: 30_000), ScriptedServer.File(Digits));

        await Fails(server.Url("a/digits.tgz"), Options with { Retries = 0 });
        await Fails(server.Url("b/digits.tgz"), Options with { Retries = 0 });
        System.IO.File.Delete(Part + ".json");
        await Get(server.Url("b/digits.tgz"));

        AssertWhole();
        Assert.Equal([0, 0, 0], server.Requests.Select(request => request.From));
    }

    [Fact]
    public async Task A_part_that_was_complete_needs_no_server()
    {
        DataUrl url;
        using (var server = new ScriptedServer(ScriptedServer.File(Digits, sent: Digits.Length - 1)))
        {
            url = server.Url("digits.tgz");
            await Fails(url, Options with { Retries = 0 });
        }

        using (var part = new FileStream(Part, FileMode.Append)) part.WriteByte(Digits[^1]);

        await Get(url);

        AssertWhole();
    }

    [Fact]
    public async Task A_silent_server_is_given_up_and_asked_again()
    {
        using var server = new ScriptedServer(ScriptedServer.File(Digits, sent: 30_000, stall: true), ScriptedServer.File(Digits));
        await Get(server.Url("digits.tgz"), Options with { NoProgressTimeout = TimeSpan.FromMilliseconds(200) });
        AssertWhole();

        using var mute = new ScriptedServer((_, _, cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken));
        var e = await Fails(mute.Url("mute.tgz"), Options with { NoProgressTimeout = TimeSpan.FromMilliseconds(200), Retries = 1 });
        Assert.Contains("nothing for 0.2 s", e.Message, StringComparison.Ordinal);
        Assert.Contains("2 times", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_of_unknown_length_is_taken_and_its_cut_noticed()
    {
        using var server = new ScriptedServer(ScriptedServer.File(Digits, sent: 30_000, chunked: true), ScriptedServer.File(Digits, chunked: true));

        await Get(server.Url("digits.tgz"));

        AssertWhole();
        Assert.Equal([0, 30_000], server.Requests.Select(request => request.From));
    }

    [Fact]
    public async Task A_length_that_is_a_lie_is_noticed()
    {
        using (var says = new ScriptedServer(ScriptedServer.File(Digits, announced: Digits.Length + 1000, honoursRange: false)))
            Assert.Contains("Call again", (await Fails(says.Url("digits.tgz"), Options with { Retries = 1 })).Message, StringComparison.Ordinal);

        using (var says = new ScriptedServer(ScriptedServer.File(Digits, announced: Digits.Length - 1000)))
        {
            var e = await Fails(says.Url("digits.tgz"));
            Assert.Equal(ArchiveProblem.Damaged, Assert.IsType<ArchiveException>(e.InnerException).Problem);
        }

        Assert.False(Path.Exists(Archive) || Path.Exists(Folder));
    }

    [Fact]
    public async Task A_size_or_checksum_that_differs_is_refused()
    {
        using var server = new ScriptedServer(ScriptedServer.File(Digits));
        var url = server.Url("digits.tgz");

        Assert.Contains($"{Digits.Length} bytes, expected are 5", (await Fails(url with { Size = 5 })).Message, StringComparison.Ordinal);
        var e = await Fails(url with { Sha256 = new string('0', 64) });
        Assert.Contains(Hash(Digits), e.Message, StringComparison.Ordinal);
        Assert.Contains(new string('0', 64), e.Message, StringComparison.Ordinal);
        Assert.False(Path.Exists(Archive) || Path.Exists(Part) || Path.Exists(Folder));
        Assert.Equal(2, server.Requests.Count);

        await Get(url with { Size = Digits.Length, Sha256 = Hash(Digits).ToUpperInvariant() });
        AssertWhole();
    }

    [Fact]
    public async Task A_wrong_checksum_of_a_resumed_file_is_cured_by_the_whole()
    {
        using var server = new ScriptedServer(ScriptedServer.File(Digits, sent: 30_000), ScriptedServer.File(Digits));
        var url = server.Url("digits.tgz") with { Sha256 = Hash(Digits) };
        await Fails(url, Options with { Retries = 0 });
        var bytes = System.IO.File.ReadAllBytes(Part);
        bytes[100] ^= 1;
        System.IO.File.WriteAllBytes(Part, bytes);

        await Get(url);

        AssertWhole();
        Assert.Equal([0, 30_000, 0], server.Requests.Select(request => request.From));
    }

    [Fact]
    public async Task What_may_pass_is_tried_again_and_what_may_not_is_told_at_once()
    {
        using (var server = new ScriptedServer(Status(500), Status(503, "Retry-After: 0\r\n"), Status(429), ScriptedServer.File(Digits)))
        {
            await Get(server.Url("digits.tgz"));
            AssertWhole();
            Assert.Equal(4, server.Requests.Count);
        }

        foreach (var (code, words) in ((int, string)[])[(404, "no such file"), (403, "right"), (418, "418")])
        {
            using var server = new ScriptedServer(Status(code));
            var e = await Fails(server.Url("other.tgz"));
            Assert.Contains(words, e.Message, StringComparison.Ordinal);
            Assert.Single(server.Requests);
        }

        using (var server = new ScriptedServer(Status(500)))
        {
            Assert.Contains("3 times", (await Fails(server.Url("other.tgz"), Options with { Retries = 2 })).Message, StringComparison.Ordinal);
            Assert.Equal(3, server.Requests.Count);
        }
    }

    [Fact]
    public async Task A_redirection_is_followed_and_an_endless_one_is_not()
    {
        using var target = new ScriptedServer(ScriptedServer.File(Digits));
        using var server = new ScriptedServer(Status(302, $"Location: {target.Root}/elsewhere\r\n"));
        await Get(server.Url("digits.tgz"));
        AssertWhole();

        using var circle = new ScriptedServer(Status(302, "Location: /circle.tgz\r\n"));
        Assert.Contains("302", (await Fails(circle.Url("circle.tgz"), Options with { Retries = 0 })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_connection_tells_how_to_do_without()
    {
        var url = new DataUrl(DeadAddress()) { Name = "Digits" };

        var e = await Fails(url, Options with { Retries = 1 });

        Assert.Equal((url, Archive), (e.Url, e.File));
        foreach (var words in (string[])["Digits", url.Address, Archive, Folder, "by hand", "2 times"])
            Assert.Contains(words, e.Message, StringComparison.Ordinal);
        Assert.IsType<HttpRequestException>(e.InnerException);
    }

    [Fact]
    public async Task A_page_in_place_of_the_archive_is_named_and_not_kept()
    {
        using var server = new ScriptedServer(Status(200, "Content-Type: text/html\r\n", "<html><title>Log in"), ScriptedServer.File(Digits));
        var url = server.Url("digits.tgz");

        Assert.Contains("page", (await Fails(url)).Message, StringComparison.Ordinal);
        await Get(url);

        AssertWhole();
    }

    [Fact]
    public async Task An_unsafe_archive_leaves_nothing_but_itself()
    {
        using var server = new ScriptedServer(ScriptedServer.File(TestArchives.TarGz(TestArchives.File("good", "a"), TestArchives.File("../evil", "b"))));

        var e = await Fails(server.Url("digits.tgz"));

        Assert.Contains("../evil", e.Message, StringComparison.Ordinal);
        Assert.Equal(ArchiveProblem.Unsafe, Assert.IsType<ArchiveException>(e.InnerException).Problem);
        Assert.True(System.IO.File.Exists(Archive));
        Assert.Equal([".digits.lock"], Directory.EnumerateFileSystemEntries(_home.File("data")).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Many_at_once_download_once()
    {
        var oneWaits = new TaskCompletionSource();
        using var server = new ScriptedServer(async (request, stream, cancellationToken) =>
        {
            await oneWaits.Task.WaitAsync(TimeSpan.FromSeconds(20), cancellationToken);
            await ScriptedServer.File(Digits)(request, stream, cancellationToken);
        });
        var waiting = new Reports(report =>
        {
            if (report.Stage == DownloadStage.Waiting) oneWaits.TrySetResult();
        });
        var url = server.Url("digits.tgz");

        var folders = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Downloads.UntarDataAsync(url, Options, waiting, Token))));

        Assert.All(folders, folder => Assert.Equal(Folder, folder));
        AssertWhole();
        Assert.Single(server.Requests);
        Assert.True(oneWaits.Task.IsCompleted);
    }

    [Fact]
    public async Task Cancelling_leaves_a_part_to_go_on_from()
    {
        using var server = new ScriptedServer(ScriptedServer.File(Digits, sent: 30_000, stall: true), ScriptedServer.File(Digits));
        var url = server.Url("digits.tgz");
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Token);

        var call = Downloads.UntarDataAsync(url, Options, null, cancellation.Token);
        while (!System.IO.File.Exists(Part) || new FileInfo(Part).Length < 30_000) await Task.Delay(5, Token);
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);

        Assert.Equal(30_000, new FileInfo(Part).Length);
        await Get(url);
        AssertWhole();
        Assert.Equal([0, 30_000], server.Requests.Select(request => request.From));
    }

    [Fact]
    public async Task Cancelling_while_unpacking_leaves_no_folder()
    {
        using var server = new ScriptedServer(ScriptedServer.File(Digits));
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var progress = new Reports(report =>
        {
            if (report.Stage == DownloadStage.Unpacking) cancellation.Cancel();
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Downloads.UntarDataAsync(server.Url("digits.tgz"), Options, progress, cancellation.Token));

        Assert.Equal([".digits.lock"], Directory.EnumerateFileSystemEntries(_home.File("data")).Select(Path.GetFileName));
        Assert.True(System.IO.File.Exists(Archive));
    }

    [Fact]
    public async Task Force_replaces_what_is_there_and_keeps_it_if_it_cannot()
    {
        using var server = new ScriptedServer(ScriptedServer.File(TestArchives.Digits(seed: 5)), Status(404), ScriptedServer.File(Digits));
        var url = server.Url("digits.tgz");
        await Get(url);
        var before = TestArchives.Read(Folder);

        await Fails(url, Options with { Force = true });
        Assert.Equal(before, TestArchives.Read(Folder));
        Assert.True(System.IO.File.Exists(Archive));

        System.IO.File.WriteAllText(Path.Combine(Folder, "mine"), "");
        await Get(url, Options with { Force = true });
        AssertWhole();
    }

    [Fact]
    public async Task Data_of_another_address_of_the_same_name_is_not_taken_for_this_one()
    {
        using var server = new ScriptedServer(ScriptedServer.File(Digits));
        await Get(server.Url("a/digits.tgz"));

        Assert.Contains("/a/digits.tgz", (await Fails(server.Url("b/digits.tgz"))).Message, StringComparison.Ordinal);

        Assert.Equal(_home.File(Path.Combine("data", "others")), await Get(server.Url("b/digits.tgz") with { Folder = "others" }));
    }

    [Fact]
    public async Task What_a_killed_process_left_is_swept_and_an_empty_folder_is_filled()
    {
        Directory.CreateDirectory(Folder);
        var left = Directory.CreateDirectory(_home.File(Path.Combine("data", $".digits.{Guid.NewGuid():n}.unfinished"))).FullName;
        var others = Directory.CreateDirectory(_home.File(Path.Combine("data", $".digits.large.{Guid.NewGuid():n}.unfinished"))).FullName;
        using var server = new ScriptedServer(ScriptedServer.File(Digits));

        await Get(server.Url("digits.tgz"));

        AssertWhole();
        Assert.False(Path.Exists(left));
        Assert.True(Path.Exists(others));
    }

    [Fact]
    public async Task Progress_goes_from_nothing_to_all_and_a_client_of_the_caller_is_used_and_kept()
    {
        using var server = new ScriptedServer(ScriptedServer.File(Digits));
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Add("X-Mine", "yes");
        var progress = new Reports();

        await Downloads.UntarDataAsync(server.Url("digits.tgz"), Options with { Client = client }, progress, Token);
        await Downloads.UntarDataAsync(server.Url("digits.tgz"), Options with { Client = client, Force = true }, null, Token);

        Assert.All(server.Requests, request => Assert.Equal("yes", request.Headers["X-Mine"]));
        Assert.Equal((0L, (long?)Digits.Length), (progress.All[0].Bytes, progress.All[0].Total));
        Assert.Contains(progress.All, report => report.Stage == DownloadStage.Downloading && report.Fraction == 1 && report.BytesPerSecond > 0);
        Assert.Equal((DownloadStage.Unpacking, 1.0), (progress.All[^1].Stage, progress.All[^1].Fraction));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_named()
    {
        System.IO.File.WriteAllText(_home.File("archive"), "a file where a folder should be");

        Assert.Contains(FastAIPaths.HomeVariable, (await Fails(new("https://a.example/digits.tgz"))).Message, StringComparison.Ordinal);
    }

    private Task<string> Get(DataUrl url, DownloadOptions? options = null) => Downloads.UntarDataAsync(url, options ?? Options, null, Token);

    private Task<DownloadException> Fails(DataUrl url, DownloadOptions? options = null) => Assert.ThrowsAsync<DownloadException>(() => Get(url, options));

    private void AssertWhole()
    {
        var files = TestArchives.Read(Folder);
        Assert.Equal(["labels.csv", "train/noise.bin"], files.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(System.Text.Encoding.Latin1.GetString(TestArchives.Noise(100_000, 1)), files["train/noise.bin"]);
        Assert.Equal(Hash(Digits), Hash(System.IO.File.ReadAllBytes(Archive)));
    }

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    // An address of this machine that nothing listens at.
    private static string DeadAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/digits.tgz";
    }

    /// <summary>Reports at once and on the reporting thread, which <see cref="Progress{T}"/> does not.</summary>
    private sealed class Reports(Action<DownloadProgress>? onReport = null) : IProgress<DownloadProgress>
    {
        private readonly List<DownloadProgress> _all = [];

        public IReadOnlyList<DownloadProgress> All
        {
            get
            {
                lock (_all) return [.. _all];
            }
        }

        public void Report(DownloadProgress value)
        {
            lock (_all) _all.Add(value);
            onReport?.Invoke(value);
        }
    }
}
