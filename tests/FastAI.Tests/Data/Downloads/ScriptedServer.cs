using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace FastAI.Tests.Data;

/// <summary>A request as it came: its lines, without the body that none has.</summary>
internal sealed record ServedRequest(string Path, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>The first byte asked for; 0 for the whole.</summary>
    public int From => Headers.TryGetValue("Range", out var range) ? int.Parse(range["bytes=".Length..^1], CultureInfo.InvariantCulture) : 0;
}

/// <summary>An answer, byte by byte as a test wants it.</summary>
internal delegate Task Answer(ServedRequest request, Stream stream, CancellationToken cancellationToken);

/// <summary>A web server of this machine that answers the first request with the first answer, and so on; the last answer stays. Each connection serves one request.</summary>
internal sealed class ScriptedServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Answer[] _answers;
    private int _count;

    public ScriptedServer(params Answer[] answers)
    {
        _answers = answers;
        _listener.Start();
        Root = $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";
        _ = AcceptAsync();
    }

    public string Root { get; }

    public ConcurrentQueue<ServedRequest> Requests { get; } = new();

    public DataUrl Url(string name) => new($"{Root}/{name}");

    /// <summary>Answers 206 or 200 with a file, which has a mark that changes with its content.</summary>
    /// <param name="sent">How many bytes of the body are sent before the connection ends; all, unless given.</param>
    /// <param name="announced">The length that the header says; the true one, unless given.</param>
    /// <param name="stall">Whether the connection stays open and silent after what is sent.</param>
    public static Answer File(byte[] content, int? sent = null, int? announced = null, bool stall = false, bool honoursRange = true, bool honoursIfRange = true, bool chunked = false)
        => async (request, stream, cancellationToken) =>
        {
            var mark = $"\"{Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(content))[..8]}\"";
            var from = honoursRange && (!honoursIfRange || !request.Headers.TryGetValue("If-Range", out var condition) || condition == mark) ? request.From : 0;
            if (from > 0 && from >= content.Length)
            {
                await WriteAsync(stream, $"HTTP/1.1 416 Too far\r\nContent-Range: bytes */{content.Length}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", cancellationToken);
                return;
            }

            var body = content.AsMemory(from);
            var head = from > 0 ? $"HTTP/1.1 206 Partial\r\nContent-Range: bytes {from}-{content.Length - 1}/{content.Length}\r\n" : "HTTP/1.1 200 OK\r\n";
            head += chunked ? "Transfer-Encoding: chunked\r\n" : $"Content-Length: {announced ?? body.Length}\r\n";
            await WriteAsync(stream, $"{head}ETag: {mark}\r\nConnection: close\r\n\r\n", cancellationToken);

            body = body[..Math.Min(body.Length, sent ?? int.MaxValue)];
            if (chunked) await WriteAsync(stream, $"{body.Length:x}\r\n", cancellationToken);
            await stream.WriteAsync(body, cancellationToken);
            if (chunked) await WriteAsync(stream, sent is null ? "\r\n0\r\n\r\n" : "\r\n", cancellationToken);
            if (stall) await Task.Delay(Timeout.Infinite, cancellationToken);
        };

    public static Answer Status(int code, string headers = "", string body = "")
        => (_, stream, cancellationToken) => WriteAsync(stream, $"HTTP/1.1 {code} As told\r\n{headers}Content-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}", cancellationToken);

    public void Dispose()
    {
        _end.Cancel();
        _listener.Dispose();
        _end.Dispose();
    }

    private static Task WriteAsync(Stream stream, string text, CancellationToken cancellationToken) => stream.WriteAsync(Encoding.ASCII.GetBytes(text), cancellationToken).AsTask();

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = ServeAsync(await _listener.AcceptTcpClientAsync(_end.Token), _end.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client, CancellationToken cancellationToken)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
                var first = await reader.ReadLineAsync(cancellationToken);
                var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
                while (await reader.ReadLineAsync(cancellationToken) is { Length: > 0 } line)
                {
                    var parts = line.Split(':', 2, StringSplitOptions.TrimEntries);
                    headers[parts[0]] = parts[1];
                }

                var request = new ServedRequest(first!.Split(' ')[1], headers);
                Requests.Enqueue(request);
                await _answers[Math.Min(Interlocked.Increment(ref _count), _answers.Length) - 1](request, stream, cancellationToken);
                client.Client.Shutdown(SocketShutdown.Send);
            }
            catch (Exception e) when (e is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
            {
                // The client or the test has gone.
            }
        }
    }
}
