using System.Buffers;
using System.IO.Compression;
using System.Text;

namespace FastAI;

/// <summary>What a file is, told by its content without loading it; for messages that name a file given in the place of another.</summary>
/// <param name="Name">A short name, e.g. <c>weights</c>.</param>
/// <param name="Description">What it is in a sentence: <c>pets.png is ‹a PNG image›</c>.</param>
/// <param name="Advice">What to do with a file of this kind, where something else was expected.</param>
public sealed record FileKind(string Name, string Description, string Advice)
{
    private const int Start = 4096;

    /// <summary>A safetensors file that holds weights.</summary>
    public static readonly FileKind Weights = new("weights", "a file of weights (safetensors)", "load it into a model with ModelWeights.Load.");

    /// <summary>A safetensors file that holds an exported learner.</summary>
    public static readonly FileKind Learner = new("learner", "an exported learner", "load it with LoadLearner.");

    /// <summary>A PyTorch file of version 1.6 or later: a zip archive with a pickle inside.</summary>
    public static readonly FileKind PyTorch = new("pytorch", "a PyTorch file (.pth, zip)", "read it with the reader of PyTorch files, or convert it with safetensors.torch.save_file in Python.");

    /// <summary>A learner exported by the Python library: a PyTorch file with code inside.</summary>
    public static readonly FileKind PythonLearner = new("python learner", "a learner exported by Python's fastai (it holds code, which this library does not run)",
        "in Python, save its weights with safetensors.torch.save_file(learn.model.state_dict(), file), and load those.");

    /// <summary>A PyTorch file before version 1.6, or another bare pickle.</summary>
    public static readonly FileKind Pickle = new("pickle", "a Python pickle (a PyTorch file of before version 1.6, or other Python data)",
        "convert it in Python: torch.load it there and save it with safetensors.torch.save_file.");

    /// <summary>A zip archive that is no PyTorch file.</summary>
    public static readonly FileKind Zip = new("zip", "a zip archive", "unpack it, and give the file that is inside.");

    /// <summary>A PNG image.</summary>
    public static readonly FileKind Png = new("png", "a PNG image", "give the file of weights or the exported learner; an image is for Predict.");

    /// <summary>A JPEG image.</summary>
    public static readonly FileKind Jpeg = new("jpeg", "a JPEG image", "give the file of weights or the exported learner; an image is for Predict.");

    /// <summary>A file of 0 bytes.</summary>
    public static readonly FileKind Empty = new("empty", "empty (0 bytes)", "download it or save it again: what wrote it did not finish.");

    /// <summary>Text; a saved error page of a web server, for example.</summary>
    public static readonly FileKind Text = new("text", "a text file", "look into it: a download that failed often leaves the server's message; delete it and download again.");

    /// <summary>None of the kinds known here.</summary>
    public static readonly FileKind Unknown = new("unknown", "of a kind unknown to this library", "check the path, and download or save the file again.");

    /// <summary>Tells what <paramref name="path"/> is, from its first bytes (of a PyTorch file also its table of contents).</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static FileKind Detect(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        Span<byte> buffer = stackalloc byte[Start];
        ReadOnlySpan<byte> start = buffer[..file.ReadAtLeast(buffer, Start, throwOnEndOfStream: false)];

        if (start.Length == 0) return Empty;

        // First: its length may begin with the bytes that mark another kind.
        if (SafeTensorsHeader.LooksLikeOne(start)) return HasManifest(path, file) ? Learner : Weights;
        if (start is [0x89, (byte)'P', (byte)'N', (byte)'G', ..]) return Png;
        if (start is [0xff, 0xd8, 0xff, ..]) return Jpeg;
        if (start.StartsWith("PK\u0003\u0004"u8)) return KindOfZip(file);
        if (start is [0x80, >= 2 and <= 5, ..]) return Pickle;
        return IsText(start) ? Text : Unknown;
    }

    /// <summary>Throws unless <paramref name="path"/> is a file of this kind.</summary>
    /// <exception cref="WeightsFileException">It is of another; the message says of which, and what to call instead.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public void Require(string path)
    {
        var found = Detect(path);
        if (found != this) throw new WeightsFileException(path, $"{path} is {found.Description}. Expected {Description}. Fix: {found.Advice}");
    }

    /// <summary>The kind's <see cref="Name"/>.</summary>
    public override string ToString() => Name;

    private static bool HasManifest(string path, FileStream file)
    {
        try
        {
            return SafeTensorsHeader.Read(path, file.SafeFileHandle).Metadata.ContainsKey(WeightsMetadata.Manifest);
        }
        catch (WeightsFileException)
        {
            return false;
        }
    }

    private static FileKind KindOfZip(FileStream file)
    {
        try
        {
            file.Position = 0;
            using var zip = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
            var pickle = zip.Entries.FirstOrDefault(entry => entry.Name == "data.pkl");
            if (pickle is null) return Zip;

            using var stream = pickle.Open();
            var head = new byte[1 << 16];
            var count = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
            return head.AsSpan(0, count).IndexOf("fastai.learner"u8) >= 0 ? PythonLearner : PyTorch;
        }
        catch (InvalidDataException)
        {
            return Zip;
        }
    }

    private static bool IsText(ReadOnlySpan<byte> start)
    {
        foreach (var b in start)
            if (b < ' ' && b is not ((byte)'\t' or (byte)'\n' or (byte)'\r' or 0x0c)) return false;

        while (start.Length > 0)
        {
            var status = Rune.DecodeFromUtf8(start, out _, out var used);
            if (status == OperationStatus.NeedMoreData) break;      // cut in two at the end of what was read
            if (status != OperationStatus.Done) return false;
            start = start[used..];
        }

        return true;
    }
}
