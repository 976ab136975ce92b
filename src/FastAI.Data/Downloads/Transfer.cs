using System.Net;

namespace FastAI;

/// <summary>Brings one archive over the network, in as many attempts as it takes.</summary>
internal sealed class Transfer(DownloadPlace place, DownloadOptions options, IProgress<DownloadProgress>? progress)
{
    private const int BufferBytes = 1 << 17;

    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(30), LongestRetryAfter = TimeSpan.FromMinutes(1);

    private static readonly string UserAgent = $"FastAI.NET/{typeof(Transfer).Assembly.GetName().Version?.ToString(3)}";

    private readonly DataUrl _url = place.Url;
    private readonly PartFile _part = new(place.Archive, place.Url);
    private readonly RateMeter _meter = new(place.Url, DownloadStage.Downloading, progress);

    /// <summary>Ends when the archive has its name.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var own = options.Client is null ? NewClient() : null;
        var client = options.Client ?? own!;

        _part.Open();
        var (failures, furthest) = (0, _part.Length);
        while (true)
        {
            TransferFailure failure;
            try
            {
                var before = _part.Length;
                if (!_part.IsComplete) await ReceiveAsync(client, cancellationToken).ConfigureAwait(false);
                await FinishAsync(before > 0, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (TransferFailure e)
            {
                failure = e;
            }

            // Whoever gets further may go on for as long as it takes.
            if (_part.Length > furthest) (failures, furthest) = (0, _part.Length);
            failures++;
            if (!failure.MayPass || failures > options.Retries) throw Failed(failure, failures);

            await Task.Delay(Delay(failure, failures), cancellationToken).ConfigureAwait(false);
        }
    }

    private HttpClient NewClient()
    {
        var handler = new SocketsHttpHandler { ConnectTimeout = options.ConnectTimeout, AutomaticDecompression = DecompressionMethods.None };
        return new(handler, disposeHandler: true) { Timeout = Timeout.InfiniteTimeSpan };
    }

    private async Task ReceiveAsync(HttpClient client, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _url.Address);
        request.Headers.UserAgent.ParseAdd(UserAgent);
        request.Headers.AcceptEncoding.ParseAdd("identity");
        _part.AskForRest(request);

        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var response = await HearAsync(() => client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, silence.Token), silence, cancellationToken).ConfigureAwait(false);

        if (!Accept(response)) return;
        if (_url.Size is { } size && _part.Total is { } total && size != total)
        {
            _part.Discard();
            throw new TransferFailure($"the server has a file of {total} bytes, expected are {size}.");
        }

        using var body = await HearAsync(() => response.Content.ReadAsStreamAsync(silence.Token), silence, cancellationToken).ConfigureAwait(false);
        using var file = new FileStream(_part.Path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0, FileOptions.Asynchronous);
        var buffer = new byte[BufferBytes];
        var received = file.Length;
        var most = Math.Min(_url.Size ?? long.MaxValue, options.Limits.MaxBytes);
        _meter.Report(received, _part.Total, always: true);
        while (await HearAsync(() => body.ReadAsync(buffer, silence.Token).AsTask(), silence, cancellationToken).ConfigureAwait(false) is > 0 and var count)
        {
            received += count;
            if (received > most)
                throw new TransferFailure($"more than {most} bytes came, which is {(most == _url.Size ? "the size expected" : "the limit")}.") { Discard = true };

            await file.WriteAsync(buffer.AsMemory(0, count), CancellationToken.None).ConfigureAwait(false);
            _meter.Report(received, _part.Total);
        }

        file.Flush(flushToDisk: true);
        _meter.Report(received, _part.Total, always: true);
        if (_part.Total is { } announced && received != announced)
            throw new TransferFailure($"the connection ended after {ByteCount.Of(received, announced)}.") { MayPass = true };
    }

    // Whether bytes follow that belong to the end of the part file; false if all are there.
    private bool Accept(HttpResponseMessage response)
    {
        switch (response.StatusCode)
        {
            case HttpStatusCode.OK:
                _part.Begin(response);
                return true;

            case HttpStatusCode.PartialContent when _part.IsContinuedBy(response):
                return true;

            case HttpStatusCode.RequestedRangeNotSatisfiable when _part.Total is null && _part.Length > 0 && response.Content.Headers.ContentRange?.Length == _part.Length:
                return false;

            case HttpStatusCode.PartialContent or HttpStatusCode.RequestedRangeNotSatisfiable when _part.Length > 0:
                throw new TransferFailure("the server's file is not the one that was begun.") { MayPass = true, Discard = true };
        }

        var code = (int)response.StatusCode;
        var answer = $"the server answers {code} ({response.ReasonPhrase})";
        throw code switch
        {
            408 or 429 or >= 500 => new TransferFailure($"{answer}.") { MayPass = true, RetryAfter = response.Headers.RetryAfter?.Delta },
            404 or 410 => new TransferFailure($"{answer}: there is no such file. Check the address {_url.Address}."),
            401 or 403 or 407 => new TransferFailure($"{answer}: the file is not there or asks for a right that this request lacks. Options take a Client that bears it."),
            >= 300 and < 400 => new TransferFailure($"{answer} and points to {response.Headers.Location?.ToString() ?? "nothing"}, which is not followed."),
            _ => new TransferFailure($"{answer}, expected is 200."),
        };
    }

    private async Task FinishAsync(bool wasResumed, CancellationToken cancellationToken)
    {
        if (await place.FindMismatchAsync(_part.Path, cancellationToken).ConfigureAwait(false) is { } mismatch)
            throw new TransferFailure($"what came in is not what was expected: {mismatch}") { Discard = true, MayPass = wasResumed };

        place.WriteSource();
        _part.MoveTo(place.Archive);
    }

    /// <summary>Waits for a server, as long as it may be silent, and turns what can go wrong with it into a failure of this attempt.</summary>
    private async Task<T> HearAsync<T>(Func<Task<T>> listen, CancellationTokenSource silence, CancellationToken cancellationToken)
    {
        try
        {
            silence.CancelAfter(options.NoProgressTimeout);
            return await listen().ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            var what = silence.IsCancellationRequested
                ? FormattableString.Invariant($"the server sent nothing for {options.NoProgressTimeout.TotalSeconds:0.#} s (NoProgressTimeout).")
                : "the time for a connection or an answer is over.";
            throw new TransferFailure(what, e) { MayPass = true };
        }
        catch (HttpRequestException e)
        {
            throw new TransferFailure(e.HttpRequestError switch
            {
                HttpRequestError.NameResolutionError => $"the name {new Uri(_url.Address).Host} cannot be found ({e.Message}). Is there a network?",
                HttpRequestError.ConnectionError => $"no connection ({e.Message}).",
                HttpRequestError.SecureConnectionError => $"no secure connection ({e.InnerException?.Message ?? e.Message}).",
                _ => $"the transfer failed ({e.Message}).",
            }, e)
            { MayPass = e.HttpRequestError != HttpRequestError.SecureConnectionError };
        }
        catch (IOException e)
        {
            throw new TransferFailure($"the connection broke ({e.Message}).", e) { MayPass = true };
        }
        finally
        {
            // A slow disk is not a silent server.
            silence.CancelAfter(Timeout.InfiniteTimeSpan);
        }
    }

    private TimeSpan Delay(TransferFailure failure, int failures)
    {
        if (failure.Discard) _part.Discard();
        var delay = options.RetryDelay * Math.Pow(2, Math.Min(failures - 1, 10));
        if (delay > LongestDelay) delay = LongestDelay;
        return failure.RetryAfter is not { } asked || asked < delay ? delay : asked < LongestRetryAfter ? asked : LongestRetryAfter;
    }

    private DownloadException Failed(TransferFailure failure, int failures)
    {
        if (failure.Discard) _part.Discard();
        var attempts = failures > 1 ? $" It failed {failures} times in succession." : "";
        var advice = _part.Length is > 0 and var length
            ? $"Call again to go on: {(_part.Total is { } total ? ByteCount.Of(length, total) : ByteCount.Of(length))} are in {_part.Path}."
            : failure.MayPass ? "Call again once the network or the server is back." : "Another try gives the same, unless the server changes.";
        return place.Failed(failure.Message + attempts, advice, failure.InnerException);
    }

    /// <summary>Why an attempt came to nothing.</summary>
    private sealed class TransferFailure(string message, Exception? inner = null) : Exception(message, inner)
    {
        /// <summary>Whether a later attempt may succeed.</summary>
        public bool MayPass { get; init; }

        /// <summary>Whether the bytes so far are of no use.</summary>
        public bool Discard { get; init; }

        public TimeSpan? RetryAfter { get; init; }
    }
}
