namespace FastAI;

/// <summary>Fetches data sets and models, once.</summary>
/// <remarks>
/// <para>Archives are kept in <c>archive</c>, data in <c>data</c>, models in <c>models</c>, all in <see cref="FastAIPaths.Home"/>, as fastai does: what one has fetched the other finds.</para>
/// <para>A transfer that breaks off goes on where it was, also in a later process, as long as the server has the same file. Archive and data get their names when they are
/// complete. Of several processes or tasks that want the same, one downloads and the others wait.</para>
/// </remarks>
public static class Downloads
{
    /// <summary>The folder of a data set or model, which is downloaded and unpacked if it is not there.</summary>
    /// <param name="url">What: one of <see cref="Urls"/>, or <c>new DataUrl("https://…/flowers.tgz")</c>.</param>
    /// <param name="options">Where to and how.</param>
    /// <param name="progress">Told of bytes, total and rate.</param>
    /// <param name="cancellationToken">Ends it. What has come in stays, and the next call goes on from there.</param>
    /// <returns>
    /// Full path of the folder. If all of the archive lies in one top folder, it holds what is in that one. An archive that was put by hand into the folder of archives is used in place of a download.
    /// </returns>
    /// <remarks>fastai's <c>untar_data</c>; see <see cref="ArchiveFile.Extract"/> for what is refused.</remarks>
    /// <exception cref="DownloadException">The archive cannot be fetched, checked or unpacked. The message says what to do.</exception>
    /// <exception cref="OperationCanceledException">As asked.</exception>
    public static async Task<string> UntarDataAsync(
        DataUrl url, DownloadOptions? options = null, IProgress<DownloadProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(url);
        options ??= new();

        var place = new DownloadPlace(url, options);
        return await place.GuardAsync(async () =>
        {
            if (IsThere()) return place.Folder;

            place.CreateFolders();
            using var archiveLock = await FileLock.TakeAsync(place.ArchiveLock, OnWait, cancellationToken).ConfigureAwait(false);
            using var dataLock = await FileLock.TakeAsync(place.FolderLock, OnWait, cancellationToken).ConfigureAwait(false);
            if (IsThere()) return place.Folder;

            var isNew = await FetchAsync(place, options, progress, cancellationToken).ConfigureAwait(false);

            // The system has no asynchronous form of making files, and the caller may be a user interface.
            await Task.Run(() => Unpack(place, options, progress, isNew, cancellationToken), cancellationToken).ConfigureAwait(false);
            return place.Folder;
        }).ConfigureAwait(false);

        bool IsThere()
        {
            if (options.Force || !DataFolders.HasEntries(place.Folder)) return false;
            place.CheckSource();
            return true;
        }

        void OnWait() => progress?.Report(new(url, DownloadStage.Waiting, 0, null, 0));
    }

    /// <summary>The archive of a data set or model as it is, which is downloaded if it is not there.</summary>
    /// <inheritdoc cref="UntarDataAsync" path="/param" />
    /// <returns>Full path of the archive.</returns>
    /// <remarks>fastai's <c>FastDownload.download</c>.</remarks>
    /// <exception cref="DownloadException">The archive cannot be fetched, or is not the one expected. The message says what to do.</exception>
    /// <exception cref="OperationCanceledException">As asked.</exception>
    public static async Task<string> DownloadAsync(
        DataUrl url, DownloadOptions? options = null, IProgress<DownloadProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(url);
        options ??= new();

        var place = new DownloadPlace(url, options);
        return await place.GuardAsync(async () =>
        {
            place.CreateFolders();
            using var archiveLock = await FileLock.TakeAsync(
                place.ArchiveLock, () => progress?.Report(new(url, DownloadStage.Waiting, 0, null, 0)), cancellationToken).ConfigureAwait(false);
            await FetchAsync(place, options, progress, cancellationToken).ConfigureAwait(false);
            return place.Archive;
        }).ConfigureAwait(false);
    }

    // Whether the archive has just been downloaded.
    private static async Task<bool> FetchAsync(DownloadPlace place, DownloadOptions options, IProgress<DownloadProgress>? progress, CancellationToken cancellationToken)
    {
        if (!options.Force && File.Exists(place.Archive))
        {
            place.CheckSource();
            if (await place.FindMismatchAsync(place.Archive, cancellationToken).ConfigureAwait(false) is { } mismatch)
                throw place.Failed($"the archive that is there is not the one expected: {mismatch}", "Delete it, or set Force in the options, to have it downloaded.");
            return false;
        }

        await new Transfer(place, options, progress).RunAsync(cancellationToken).ConfigureAwait(false);
        return true;
    }

    private static void Unpack(DownloadPlace place, DownloadOptions options, IProgress<DownloadProgress>? progress, bool isNew, CancellationToken cancellationToken)
    {
        var (meter, length) = (new RateMeter(place.Url, DownloadStage.Unpacking, progress), new FileInfo(place.Archive).Length);
        meter.Report(0, length, always: true);
        DataFolders.Sweep(place.Folder);
        try
        {
            DataFolders.Replace(
                place.Folder,
                staging => ArchiveFile.ExtractTo(place.Archive, staging, options.Limits, position => meter.Report(position, length), cancellationToken));
        }
        catch (ArchiveException e) when (isNew && e.Problem is ArchiveProblem.Damaged or ArchiveProblem.UnknownKind)
        {
            // Kept, it would be in the way of every later call.
            place.DeleteArchive();
            throw place.Failed($"what came in is no archive that can be unpacked. {e.Message}", "It was deleted; call again to download it anew, and check the address with a browser.", e);
        }
        catch (ArchiveException e)
        {
            var advice = e.Problem is ArchiveProblem.Damaged or ArchiveProblem.UnknownKind
                ? "Delete it, or set Force in the options, to have it downloaded."
                : $"The archive is {place.Archive}.";
            throw place.Failed($"the archive {Path.GetFileName(place.Archive)} cannot be unpacked. {e.Message}", advice, e);
        }

        meter.Report(length, length, always: true);
    }
}
