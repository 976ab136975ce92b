using System.Buffers;

namespace FastAI.Vision;

/// <summary>The bytes of a file in a rented array, given back by <see cref="Dispose"/>.</summary>
internal ref struct ImageFile : IDisposable
{
    private byte[]? _rented;
    private readonly int _length;

    private ImageFile(byte[] rented, int length)
    {
        _rented = rented;
        _length = length;
    }

    public readonly ReadOnlySpan<byte> Bytes => _rented.AsSpan(0, _length);

    /// <exception cref="ImageException">The file cannot be opened or read.</exception>
    public static ImageFile Read(string path, int maxBytes = int.MaxValue)
    {
        try
        {
            using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var wanted = Math.Min(RandomAccess.GetLength(handle), maxBytes);
            if (wanted > Array.MaxLength)
            {
                throw new ImageException(path, $"the file has {wanted:N0} bytes, more than {Array.MaxLength:N0}: no image file is that large.");
            }

            var rented = ArrayPool<byte>.Shared.Rent((int)wanted);
            var length = 0;
            try
            {
                while (length < wanted)
                {
                    var read = RandomAccess.Read(handle, rented.AsSpan(length, (int)wanted - length), length);
                    if (read == 0) break;
                    length += read;
                }
            }
            catch
            {
                ArrayPool<byte>.Shared.Return(rented);
                throw;
            }

            return new ImageFile(rented, length);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ImageException(
                path,
                $"the file does not exist (looked for {Path.GetFullPath(path)}). " +
                "If it was there when the items were listed, it has been moved or deleted since: list them again.",
                e);
        }
        catch (UnauthorizedAccessException e)
        {
            var problem = Directory.Exists(path)
                ? "this is a folder. Give the path of a file in it, or list its images with GetImageFiles."
                : "this user may not read the file. Change its permissions, or run as a user who may.";
            throw new ImageException(path, problem, e);
        }
        catch (Exception e) when (e is IOException or NotSupportedException)   // not supported: a pipe or a device
        {
            throw new ImageException(path, $"reading the file failed: {e.Message}", e);
        }
    }

    public void Dispose()
    {
        if (_rented is null) return;
        ArrayPool<byte>.Shared.Return(_rented);
        _rented = null;
    }
}
