using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;
using TorchSharp;

namespace FastAI;

/// <summary>The header of a safetensors file: written, and read without trusting a word of it.</summary>
internal static class SafeTensorsHeader
{
    public const int LengthBytes = 8;
    public const long Longest = 100_000_000;     // as in the format's own implementation

    private const string MetadataKey = "__metadata__";
    private const int MostDimensions = 64;

    private static readonly (string Name, torch.ScalarType Type, int Bytes)[] Types =
    [
        ("F64", torch.ScalarType.Float64, 8), ("F32", torch.ScalarType.Float32, 4), ("F16", torch.ScalarType.Float16, 2), ("BF16", torch.ScalarType.BFloat16, 2),
        ("I64", torch.ScalarType.Int64, 8), ("I32", torch.ScalarType.Int32, 4), ("I16", torch.ScalarType.Int16, 2), ("I8", torch.ScalarType.Int8, 1),
        ("U8", torch.ScalarType.Byte, 1), ("BOOL", torch.ScalarType.Bool, 1),
    ];

    /// <summary>The header's bytes for tensors of these names, types and shapes, and the order in which their contents have to follow.</summary>
    public static (byte[] Header, int[] Order) Write(IReadOnlyList<WeightsEntry> entries, IReadOnlyList<KeyValuePair<string, string>> metadata)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            if (entry.Name == MetadataKey) throw new ArgumentException($"A tensor cannot be named {MetadataKey}: the format keeps its metadata there.", nameof(entries));
            if (!names.Add(entry.Name)) throw new ArgumentException($"Two tensors are named {entry.Name}.", nameof(entries));
            if (!Types.Any(type => type.Type == entry.Type))
                throw new ArgumentException($"Tensor {entry} cannot be saved: the format has {string.Join(", ", Types.Select(type => type.Name))}. Convert it with to(…).", nameof(entries));
        }

        // Wide elements first: Python's reader wants each tensor aligned to its element.
        int[] order = [.. Enumerable.Range(0, entries.Count).OrderByDescending(index => SizeOf(entries[index].Type))];
        var places = new (long Begin, long End)[entries.Count];
        var end = 0L;
        foreach (var index in order)
        {
            var begin = end;
            end += entries[index].Shape.Aggregate(1L, (product, size) => checked(product * size)) * SizeOf(entries[index].Type);
            places[index] = (begin, end);
        }

        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            if (metadata.Count > 0)
            {
                json.WriteStartObject(MetadataKey);
                var keys = new HashSet<string>(StringComparer.Ordinal);
                foreach (var (key, value) in metadata)
                {
                    if (!keys.Add(key)) throw new ArgumentException($"The metadata has the key {key} twice.", nameof(metadata));
                    json.WriteString(key, value);
                }

                json.WriteEndObject();
            }

            for (var i = 0; i < entries.Count; i++)
            {
                json.WriteStartObject(entries[i].Name);
                json.WriteString("dtype", Types.First(type => type.Type == entries[i].Type).Name);
                json.WriteStartArray("shape");
                foreach (var size in entries[i].Shape) json.WriteNumberValue(size);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(places[i].Begin);
                json.WriteNumberValue(places[i].End);
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        while (stream.Length % 8 != 0) stream.WriteByte((byte)' ');
        if (stream.Length > Longest) throw new ArgumentException($"The header would be {stream.Length} bytes long, and the format allows {Longest}: keep less in the metadata.", nameof(metadata));
        return (stream.ToArray(), order);
    }

    /// <summary>Whether a file that begins with these bytes (nine at least) means to be a safetensors file.</summary>
    public static bool LooksLikeOne(ReadOnlySpan<byte> start)
        => start.Length > LengthBytes && start[LengthBytes] == (byte)'{'
            && BinaryPrimitives.ReadInt64LittleEndian(start) is >= 2 and <= Longest;

    /// <exception cref="WeightsFileException">Anything in it is not as it has to be.</exception>
    public static (IReadOnlyDictionary<string, string> Metadata, IReadOnlyList<WeightsEntry> Entries) Read(string path, SafeFileHandle file)
    {
        var (json, dataStart, dataLength) = ReadJson(path, file);
        var metadata = new OrderedDictionary<string, string>(StringComparer.Ordinal);
        var entries = new List<WeightsEntry>();
        try
        {
            var reader = new Utf8JsonReader(json, new() { MaxDepth = 8 });
            var names = new HashSet<string>(StringComparer.Ordinal);
            Next(ref reader, JsonTokenType.StartObject, "the header");
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString()!;
                if (!names.Add(name)) throw new Finding($"the header has {Quote(name)} twice", "each name once");
                if (name == MetadataKey) ReadMetadata(ref reader, metadata);
                else entries.Add(ReadEntry(ref reader, name, dataStart, dataLength));
            }

            while (reader.Read()) { }
            CheckNoGaps(entries, dataStart, dataLength);
        }
        catch (JsonException e)
        {
            throw Failed(path, new($"the header is no valid JSON ({e.Message.Split(" LineNumber")[0]})", "JSON that lists the tensors"), e);
        }
        catch (InvalidOperationException e)
        {
            // The reader's word for text that is not UTF-8.
            throw Failed(path, new($"the header holds text that is not valid UTF-8 ({e.Message})", "UTF-8"), e);
        }
        catch (Finding finding)
        {
            throw Failed(path, finding);
        }

        return (metadata, entries);
    }

    private static (byte[] Json, long DataStart, long DataLength) ReadJson(string path, SafeFileHandle file)
    {
        var length = RandomAccess.GetLength(file);
        Span<byte> lengthBytes = stackalloc byte[LengthBytes];
        if (length < LengthBytes + 2 || RandomAccess.Read(file, lengthBytes, 0) != LengthBytes)
            throw Failed(path, new($"it is {length} bytes long", $"at least {LengthBytes + 2}"));

        var headerLength = BinaryPrimitives.ReadUInt64LittleEndian(lengthBytes);
        if (headerLength > Longest) throw Failed(path, new($"its header would be {headerLength} bytes long", $"at most {Longest}"));
        if (headerLength > (ulong)(length - LengthBytes))
            throw Failed(path, new($"its header should be {headerLength} bytes long, and the file ends after {length} bytes", "a file that holds its header and tensors"));

        var json = new byte[headerLength];
        var done = 0;
        while (done < json.Length && RandomAccess.Read(file, json.AsSpan(done), LengthBytes + done) is > 0 and var count) done += count;
        if (done < json.Length) throw Failed(path, new("it was cut off while being read", "a file that stays as it is"));
        if (json.Length == 0 || json[0] != '{') throw Failed(path, new("its header does not begin with {", "JSON that lists the tensors"));

        var dataStart = LengthBytes + (long)headerLength;
        return (json, dataStart, length - dataStart);
    }

    private static void ReadMetadata(ref Utf8JsonReader reader, OrderedDictionary<string, string> metadata)
    {
        Next(ref reader, JsonTokenType.StartObject, MetadataKey);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = reader.GetString()!;
            Next(ref reader, JsonTokenType.String, $"{MetadataKey}.{key}");
            if (!metadata.TryAdd(key, reader.GetString()!)) throw new Finding($"{MetadataKey} has {Quote(key)} twice", "each key once");
        }
    }

    private static WeightsEntry ReadEntry(ref Utf8JsonReader reader, string name, long dataStart, long dataLength)
    {
        string? dtype = null;
        List<long>? shape = null, offsets = null;

        Next(ref reader, JsonTokenType.StartObject, $"the entry {Quote(name)}");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = reader.GetString();
            var isNew = key switch
            {
                "dtype" => dtype is null,
                "shape" => shape is null,
                "data_offsets" => offsets is null,
                _ => throw new Finding($"tensor {Quote(name)} has the key {Quote(key!)}", "dtype, shape and data_offsets"),
            };
            if (!isNew) throw new Finding($"tensor {Quote(name)} has {key} twice", "each once");

            if (key == "shape") shape = ReadNumbers(ref reader, name, key, MostDimensions);
            else if (key == "data_offsets") offsets = ReadNumbers(ref reader, name, key, 2);
            else
            {
                Next(ref reader, JsonTokenType.String, $"dtype of {Quote(name)}");
                dtype = reader.GetString();
            }
        }

        if (dtype is null || shape is null || offsets is not [var begin, var end])
            throw new Finding($"tensor {Quote(name)} has {(dtype is null ? "no dtype" : shape is null ? "no shape" : "no data_offsets of two numbers")}", "dtype, shape and data_offsets");

        var type = Types.FirstOrDefault(known => known.Name == dtype);
        if (type.Name is null)
            throw new Finding($"tensor {Quote(name)} is of type {Quote(dtype)}", $"one of {string.Join(", ", Types.Select(known => known.Name))}",
                "convert it where it was made, for example to F32, or save it from there again if the file is damaged.");

        var bytes = ByteCount(shape, type.Bytes) ?? throw new Finding($"tensor {Quote(name)} has the shape [{string.Join(", ", shape)}]", "a size that memory can have");
        if (begin > end || end > dataLength)
            throw new Finding($"tensor {Quote(name)} lies at bytes {begin} to {end} of the data", $"a place within its {dataLength} bytes");
        if (end - begin != bytes)
            throw new Finding($"tensor {Quote(name)} has {end - begin} bytes", $"{bytes}, for shape [{string.Join(", ", shape)}] and type {dtype}");

        return new(name, type.Type, shape, dataStart + begin, bytes);
    }

    private static List<long> ReadNumbers(ref Utf8JsonReader reader, string name, string key, int most)
    {
        var numbers = new List<long>();
        Next(ref reader, JsonTokenType.StartArray, $"{key} of {Quote(name)}");
        while (reader.Read() && reader.TokenType == JsonTokenType.Number)
        {
            if (numbers.Count == most) throw new Finding($"{key} of {Quote(name)} has more than {most} numbers", $"{most} at most");
            if (!reader.TryGetInt64(out var number) || number < 0)
                throw new Finding($"{key} of {Quote(name)} holds {Quote(Encoding.UTF8.GetString(reader.ValueSpan))}", "whole numbers from 0");
            numbers.Add(number);
        }

        return reader.TokenType == JsonTokenType.EndArray ? numbers
             : throw new Finding($"{key} of {Quote(name)} holds {reader.TokenType}", "whole numbers from 0");
    }

    // Null where the product overflows, also where one of the sizes is 0: libtorch multiplies them all.
    private static long? ByteCount(List<long> shape, int elementBytes)
    {
        Int128 product = elementBytes;
        foreach (var size in shape)
        {
            product *= Math.Max(size, 1);
            if (product > long.MaxValue) return null;
        }

        return shape.Contains(0) ? 0 : (long)product;
    }

    private static void CheckNoGaps(List<WeightsEntry> entries, long dataStart, long dataLength)
    {
        var at = dataStart;
        var before = "the start of the data";
        foreach (var entry in entries.OrderBy(entry => entry.Offset).ThenBy(entry => entry.Length))
        {
            if (entry.Offset < at) throw new Finding($"tensor {Quote(entry.Name)} overlaps {before}", "each byte in one tensor");
            if (entry.Offset > at) throw new Finding($"{entry.Offset - at} bytes between {before} and tensor {Quote(entry.Name)} belong to none", "each byte in one tensor");
            at = entry.Offset + entry.Length;
            before = $"tensor {Quote(entry.Name)}";
        }

        if (at != dataStart + dataLength)
            throw new Finding($"{dataStart + dataLength - at} bytes after {before} belong to no tensor", $"an end at byte {at}");
    }

    private static void Next(ref Utf8JsonReader reader, JsonTokenType expected, string what)
    {
        reader.Read();
        if (reader.TokenType != expected) throw new Finding($"{what} is {reader.TokenType}", expected.ToString());
    }

    private static int SizeOf(torch.ScalarType type) => Types.First(known => known.Type == type).Bytes;

    private static string Quote(string text) => text.Length > 100 ? $"'{text[..100]}…'" : $"'{text}'";

    private static WeightsFileException Failed(string path, Finding finding, Exception? inner = null)
        => new(path, $"{path} is no valid safetensors file: {finding.Found}. Expected {finding.Expected}. " +
                     $"Fix: {finding.Fix ?? "the file is damaged or was cut off, so download it or save it again."}", inner);

    private sealed class Finding(string found, string expected, string? fix = null) : Exception
    {
        public string Found => found;
        public string Expected => expected;
        public string? Fix => fix;
    }
}
