namespace FastAI;

/// <summary>Keeps other processes, and other tasks of this one, out until it is disposed.</summary>
/// <remarks>
/// The system gives the lock back however a process ends. The file stays: deleting it could part two that wait for it. Name and kind are those of fastai,
/// so that a Python process on the same folder takes part.
/// </remarks>
internal sealed class FileLock : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    // EWOULDBLOCK of Linux and of macOS, ERROR_SHARING_VIOLATION of Windows.
    private static readonly int[] TakenResults = [11, 35, unchecked((int)0x80070020)];

    private readonly FileStream _file;

    private FileLock(FileStream file) => _file = file;

    /// <param name="onWait">Called once if another has the lock.</param>
    public static async Task<FileLock> TakeAsync(string path, Action? onWait, CancellationToken cancellationToken)
    {
        for (var waited = false; ; waited = true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                return new(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0));
            }
            catch (IOException e) when (TakenResults.Contains(e.HResult))
            {
                if (!waited) onWait?.Invoke();
            }

            await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
        }
    }

    public void Dispose() => _file.Dispose();
}
