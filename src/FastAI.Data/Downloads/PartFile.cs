using System.Net.Http.Headers;
using System.Text.Json;

namespace FastAI;

/// <summary>
/// The bytes of a download that are here, <c>‹archive›.part</c>, and beside it what says which bytes they are: address, length and the server's mark of the version. So a later
/// process can go on, and notices that the file has changed.
/// </summary>
internal sealed class PartFile(string archive, DataUrl url)
{
    private Note? _note;

    public string Path { get; } = archive + ".part";

    /// <summary>Bytes that are here.</summary>
    public long Length => File.Exists(Path) ? new FileInfo(Path).Length : 0;

    /// <summary>Bytes of the whole; null where the server has not said.</summary>
    public long? Total => _note?.Total;

    /// <summary>Whether all bytes are here.</summary>
    public bool IsComplete => Total is { } total && Length == total;

    private string NotePath => Path + ".json";

    /// <summary>Finds what an earlier call left. What cannot be gone on with is deleted.</summary>
    public void Open()
    {
        _note = ReadNote();
        if (_note is null || Length == 0 || Length > (Total ?? long.MaxValue) || !IsComplete && Condition() is null && url.Sha256 is null) Discard();
    }

    /// <summary>Begins anew with what a server offers.</summary>
    public void Begin(HttpResponseMessage response)
    {
        // The note comes second: old bytes never lie beside the note of a new version.
        Discard();
        File.Create(Path).Dispose();
        _note = new(url.Address, response.Content.Headers.ContentLength, response.Headers.ETag?.ToString(), response.Content.Headers.LastModified);
        AtomicFile.Write(NotePath, stream => JsonSerializer.Serialize(stream, _note));
    }

    /// <summary>Asks for the bytes that are missing, of the same version only.</summary>
    public void AskForRest(HttpRequestMessage request)
    {
        if (Length == 0) return;
        request.Headers.Range = new(Length, null);
        request.Headers.IfRange = Condition();
    }

    /// <summary>Whether an answer with a part of the file (206) goes on where this one ends.</summary>
    public bool IsContinuedBy(HttpResponseMessage response)
        => Length > 0
        && response.Content.Headers.ContentRange is { Unit: "bytes", From: { } from } range && from == Length
        && (range.Length is null || Total is null || range.Length == Total)
        && (response.Headers.ETag is null || _note?.ETag is null || response.Headers.ETag.ToString() == _note.ETag)
        && (response.Content.Headers.LastModified is null || _note?.LastModified is null || response.Content.Headers.LastModified == _note.LastModified);

    public void Discard()
    {
        File.Delete(Path);
        File.Delete(NotePath);
        _note = null;
    }

    /// <summary>Gives the finished file its name.</summary>
    public void MoveTo(string file)
    {
        File.Move(Path, file, overwrite: true);
        File.Delete(NotePath);
    }

    // A weak mark promises the same meaning, not the same bytes (RFC 9110, 13.1.5).
    private RangeConditionHeaderValue? Condition()
        => _note is null ? null
         : EntityTagHeaderValue.TryParse(_note.ETag, out var tag) && !tag.IsWeak ? new(tag)
         : _note.LastModified is { } date ? new(date)
         : null;

    private Note? ReadNote()
    {
        try
        {
            var note = JsonSerializer.Deserialize<Note>(File.ReadAllBytes(NotePath));
            return note?.Address == url.Address ? note : null;
        }
        catch (Exception e) when (e is FileNotFoundException or JsonException)
        {
            return null;
        }
    }

    private sealed record Note(string Address, long? Total, string? ETag, DateTimeOffset? LastModified);
}
