using System.Buffers.Binary;
using System.Text;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace FastAI.Tests.Torch;

public sealed class SafeTensorsTests : IDisposable
{
    private static readonly ScalarType[] AllTypes =
    [
        ScalarType.Float64, ScalarType.Float32, ScalarType.Float16, ScalarType.BFloat16, ScalarType.Int64,
        ScalarType.Int32, ScalarType.Int16, ScalarType.Int8, ScalarType.Byte, ScalarType.Bool,
    ];

    private readonly TemporaryFolder _folder = new();

    private string Weights => _folder.File("w.safetensors");

    public void Dispose() => _folder.Dispose();

    [Fact, NoTensorLeaks]
    public void Every_type_comes_back_as_it_was()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        List<(string, Tensor)> tensors = [.. AllTypes.Select(type => (type.ToString(), (randn(3, 5) * 10).to(type)))];

        SafeTensors.Save(Weights, tensors);
        using var file = SafeTensors.Open(Weights);

        Assert.Equal(AllTypes.Select(type => type.ToString()), file.Entries.Select(entry => entry.Name));
        foreach (var (name, tensor) in tensors)
        {
            using var read = file.Read(name);
            Assert.Equal(tensor.dtype, read.dtype);
            Assert.Equal(tensor.shape, read.shape);
            Assert.True(tensor.bytes.SequenceEqual(read.bytes), name);
        }
    }

    [Fact, NoTensorLeaks]
    public void Scalars_and_empty_tensors_come_back()
    {
        using var scope = NewDisposeScope();

        SafeTensors.Save(Weights, [("scalar", tensor(7L)), ("empty", zeros(0, 4)), ("name with \"ü\" and \n", ones(1))]);
        using var file = SafeTensors.Open(Weights);
        var all = file.ReadAll();

        Assert.Equal(7L, all["scalar"].item<long>());
        Assert.Empty(all["scalar"].shape);
        Assert.Equal([0L, 4L], all["empty"].shape);
        Assert.Equal(1f, all["name with \"ü\" and \n"].item<float>());
    }

    [Fact, NoTensorLeaks]
    public void No_tensors_at_all_are_a_file_too()
    {
        SafeTensors.Save(Weights, new Dictionary<string, Tensor>());
        using var file = SafeTensors.Open(Weights);

        Assert.Empty(file.Entries);
        Assert.Empty(file.Metadata);
    }

    [Fact, NoTensorLeaks]
    public void Any_stride_and_gradient_can_be_saved()
    {
        using var scope = NewDisposeScope();
        var values = arange(24, dtype: ScalarType.Float32).view(2, 3, 4);
        var transposed = values.transpose(0, 2);
        var part = values[TensorIndex.Ellipsis, TensorIndex.Slice(1, 3)];
        var parameter = ones(2, 2).requires_grad_();

        SafeTensors.Save(Weights, [("transposed", transposed), ("part", part), ("parameter", parameter)]);
        using var file = SafeTensors.Open(Weights);
        var all = file.ReadAll();

        Assert.True(all["transposed"].Equals(transposed));
        Assert.True(all["part"].Equals(part));
        Assert.False(all["parameter"].requires_grad);
    }

    [Fact, NoTensorLeaks]
    public void The_same_tensors_give_the_same_bytes_and_metadata_keeps_its_order()
    {
        using var scope = NewDisposeScope();
        (string, Tensor)[] tensors = [("b", ones(2)), ("a", zeros(3, dtype: ScalarType.Bool)), ("c", ones(2, dtype: ScalarType.Int64))];
        Dictionary<string, string> metadata = new() { ["z"] = "1", ["a"] = "ü\n2" };

        SafeTensors.Save(Weights, tensors, metadata);
        SafeTensors.Save(_folder.File("again"), tensors, metadata);

        var bytes = File.ReadAllBytes(Weights);
        Assert.Equal(bytes, File.ReadAllBytes(_folder.File("again")));
        Assert.Equal(0, BinaryPrimitives.ReadInt64LittleEndian(bytes) % 8);
        using var file = SafeTensors.Open(Weights);
        Assert.Equal(["z", "a"], file.Metadata.Keys);
        Assert.Equal("ü\n2", file.Metadata["a"]);
        Assert.Equal(["b", "a", "c"], file.Entries.Select(entry => entry.Name));
    }

    [Fact, NoTensorLeaks]
    public void Every_tensor_lies_aligned_to_its_element()
    {
        using var scope = NewDisposeScope();

        SafeTensors.Save(Weights, [("odd", zeros(3, dtype: ScalarType.Byte)), ("wide", ones(2, dtype: ScalarType.Float64)), ("half", ones(1, dtype: ScalarType.Float16))]);
        using var file = SafeTensors.Open(Weights);

        Assert.All(file.Entries.Where(entry => entry.Length > 0), entry => Assert.Equal(0, entry.Offset % (entry.Length / entry.Shape.Aggregate(1L, (a, b) => a * b))));
    }

    // From the format's own description, byte for byte.
    [Fact, NoTensorLeaks]
    public void The_layout_is_the_formats()
    {
        using var values = tensor(new float[] { 1, 2 });

        SafeTensors.Save(Weights, [("x", values)], [new("format", "pt")]);

        var header = """{"__metadata__":{"format":"pt"},"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""";
        header = header.PadRight((header.Length + 7) / 8 * 8);
        byte[] expected = [.. BitConverter.GetBytes((long)header.Length), .. Encoding.ASCII.GetBytes(header), .. BitConverter.GetBytes(1f), .. BitConverter.GetBytes(2f)];
        Assert.Equal(expected, File.ReadAllBytes(Weights));
    }

    [Fact, NoTensorLeaks]
    public void Tensors_beyond_a_chunk_come_back()
    {
        using var scope = NewDisposeScope();
        var large = arange((1 << 24) + 3, dtype: ScalarType.Float64);     // 128 MiB and three numbers: three chunks

        SafeTensors.Save(Weights, [("large", large)]);
        using var file = SafeTensors.Open(Weights);
        var read = file.Read("large");

        Assert.True(read.Equals(large));
    }

    [Fact(Explicit = true), NoTensorLeaks]      // 4.6 GB of memory, 2.3 GB of disk
    public void Tensors_beyond_two_gigabytes_come_back()
    {
        using var scope = NewDisposeScope();
        var size = int.MaxValue + 150_000_000L;
        var large = zeros(size, dtype: ScalarType.Byte);
        large.narrow(0, size - 5, 5).fill_(7);

        SafeTensors.Save(Weights, [("large", large), ("small", ones(1))]);
        using var file = SafeTensors.Open(Weights);
        var read = file.Read("large");

        Assert.True(read.Equals(large));
        Assert.Equal(1f, file.Read("small").item<float>());
    }

    [Fact, NoTensorLeaks]
    public void What_the_format_cannot_hold_is_refused_and_leaves_no_file()
    {
        using var scope = NewDisposeScope();

        var complex = Assert.Throws<ArgumentException>(() => SafeTensors.Save(Weights, [("c", zeros(2, dtype: ScalarType.ComplexFloat32))]));
        var reserved = Assert.Throws<ArgumentException>(() => SafeTensors.Save(Weights, [("__metadata__", zeros(2))]));
        var twice = Assert.Throws<ArgumentException>(() => SafeTensors.Save(Weights, [("a", zeros(2)), ("a", zeros(2))]));

        Assert.Contains("BF16", complex.Message, StringComparison.Ordinal);
        Assert.Contains("__metadata__", reserved.Message, StringComparison.Ordinal);
        Assert.Contains("named a", twice.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact, NoTensorLeaks]
    public void An_old_file_survives_a_save_that_fails()
    {
        using var good = ones(2);
        SafeTensors.Save(Weights, [("good", good)]);
        var before = File.ReadAllBytes(Weights);
        var disposed = ones(2);
        var meta = empty(2, device: new Device(DeviceType.META));
        disposed.Dispose();

        Assert.ThrowsAny<Exception>(() => SafeTensors.Save(Weights, [("good", good), ("meta", meta)]));
        Assert.ThrowsAny<Exception>(() => SafeTensors.Save(Weights, [("good", good), ("disposed", disposed)]));

        meta.Dispose();
        Assert.Equal(before, File.ReadAllBytes(Weights));
        Assert.Single(Directory.GetFiles(_folder.Path));
    }

    [Fact, NoTensorLeaks]
    public void A_name_that_is_not_there_is_answered_with_those_that_are()
    {
        using var values = ones(2);
        SafeTensors.Save(Weights, [("here", values)]);
        using var file = SafeTensors.Open(Weights);

        var error = Assert.Throws<KeyNotFoundException>(() => file.Read("there"));

        Assert.Contains("here", error.Message, StringComparison.Ordinal);
    }

    [Fact, NoTensorLeaks]
    public void A_file_cut_off_while_open_is_an_exception()
    {
        using var values = ones(1000);
        SafeTensors.Save(Weights, [("a", values)]);
        using var file = SafeTensors.Open(Weights);
        using (var stream = new FileStream(Weights, FileMode.Open, FileAccess.Write, FileShare.ReadWrite)) stream.SetLength(stream.Length - 100);

        var error = Assert.Throws<WeightsFileException>(() => file.Read("a"));

        Assert.Contains("a [1000]", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_a_FileNotFoundException()
        => Assert.Throws<FileNotFoundException>(() => SafeTensors.Open(Weights));

    [Theory, NoTensorLeaks]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "twice")]
    [InlineData("""{"x":{"dtype":"F32","dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "dtype twice")]
    [InlineData("""{"__metadata__":{"a":"1","a":"2"},"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "'a' twice")]
    [InlineData("""{"__metadata__":{"a":1},"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "__metadata__.a is Number")]
    [InlineData("""{"__metadata__":[],"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "__metadata__ is StartArray")]
    [InlineData("""{"x":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""", "'-2'")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2.0],"data_offsets":[0,8]}}""", "'2.0'")]
    [InlineData("""{"x":{"dtype":"F32","shape":["2"],"data_offsets":[0,8]}}""", "holds String")]
    [InlineData("""{"x":{"dtype":"F32","shape":[9223372036854775807,9223372036854775807],"data_offsets":[0,8]}}""", "a size that memory can have")]
    [InlineData("""{"x":{"dtype":"F32","shape":[0,9223372036854775807,9223372036854775807],"data_offsets":[0,0]}}""", "a size that memory can have")]
    [InlineData("""{"x":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,8]}}""", "whole numbers")]
    [InlineData("""{"x":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", "has 8 bytes. Expected 12")]
    [InlineData("""{"x":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}""", "0 to 16")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}""", "8 to 0")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8,9]}}""", "more than 2")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[8]}}""", "no data_offsets")]
    [InlineData("""{"x":{"dtype":"F32","data_offsets":[0,8]}}""", "no shape")]
    [InlineData("""{"x":{"shape":[2],"data_offsets":[0,8]}}""", "no dtype")]
    [InlineData("""{"x":{"dtype":"F4","shape":[2],"data_offsets":[0,8]}}""", "'F4'")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8],"more":1}}""", "'more'")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "4 bytes after tensor 'x'")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", "4 bytes between the start of the data and tensor 'x'")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"y":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "overlaps")]
    [InlineData("""{}""", "8 bytes after the start of the data")]
    [InlineData("""{"x":1}""", "'x' is Number")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}} x""", "JSON")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}""", "JSON")]
    [InlineData("""{"\ud800":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "UTF-8")]
    [InlineData("[]", "begin with {")]
    public void A_wrong_header_is_refused_by_what_is_wrong(string header, string token)
    {
        File.WriteAllBytes(Weights, [.. BitConverter.GetBytes((long)header.Length), .. Encoding.UTF8.GetBytes(header), .. new byte[8]]);

        var error = Assert.Throws<WeightsFileException>(() => SafeTensors.Open(Weights));

        Assert.Equal(Weights, error.Path);
        Assert.Contains(token, error.Message, StringComparison.Ordinal);
        Assert.Contains(Weights, error.Message, StringComparison.Ordinal);
        Assert.Contains("Fix:", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0L)]
    [InlineData(1000L)]
    [InlineData(100_000_001L)]
    [InlineData(long.MaxValue)]
    [InlineData(-1L)]
    public void A_wrong_header_length_is_refused(long length)
    {
        File.WriteAllBytes(Weights, [.. BitConverter.GetBytes(length), .. "{}      "u8]);

        Assert.Contains(Weights, Assert.Throws<WeightsFileException>(() => SafeTensors.Open(Weights)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sixty_five_dimensions_are_refused()
    {
        var header = $$$"""{"x":{"dtype":"F64","shape":[{{{string.Join(",", Enumerable.Repeat(1, 65))}}}],"data_offsets":[0,8]}}""";
        File.WriteAllBytes(Weights, [.. BitConverter.GetBytes((long)header.Length), .. Encoding.UTF8.GetBytes(header), .. new byte[8]]);

        Assert.Contains("more than 64", Assert.Throws<WeightsFileException>(() => SafeTensors.Open(Weights)).Message, StringComparison.Ordinal);
    }

    [Fact, NoTensorLeaks]
    public void A_truncated_file_is_refused_wherever_it_ends()
    {
        var bytes = Sample();

        for (var length = 0; length < bytes.Length; length += 64)
        {
            File.WriteAllBytes(Weights, bytes.AsSpan(0, length));
            Assert.Throws<WeightsFileException>(() => SafeTensors.Open(Weights));
        }
    }

    [Fact, NoTensorLeaks]
    public void Random_damage_never_does_more_than_throw()
    {
        var bytes = Sample();
        var random = new Random(20240607);
        var refused = 0;

        for (var round = 0; round < 3000; round++)
        {
            var damaged = (byte[])bytes.Clone();
            for (var flips = random.Next(1, 4); flips > 0; flips--) damaged[random.Next(round % 2 == 0 ? 600 : damaged.Length)] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(Weights, damaged);

            var allocated = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                using var file = SafeTensors.Open(Weights);
                Assert.True(file.Entries.Sum(entry => entry.Length) <= damaged.Length);
                foreach (var tensor in file.ReadAll().Values) tensor.Dispose();
            }
            catch (WeightsFileException)
            {
                refused++;
            }

            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - allocated, 0, 200_000);
        }

        Assert.InRange(refused, 1000, 3000);
    }

    private byte[] Sample()
    {
        using var scope = NewDisposeScope();
        SafeTensors.Save(Weights, [("body.0.weight", ones(16, 4)), ("body.0.bias", ones(16)), ("flag", ones(3, dtype: ScalarType.Bool)), ("steps", tensor(4L))],
            new Dictionary<string, string> { [WeightsMetadata.Architecture] = "tiny", ["other"] = "value" });
        return File.ReadAllBytes(Weights);
    }
}
