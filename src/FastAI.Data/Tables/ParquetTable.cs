using Parquet;
using Parquet.Schema;

namespace FastAI;

/// <summary>Reads tables from Parquet files; the one place that knows the package which does it.</summary>
internal static class ParquetTable
{
    private static readonly Dictionary<Type, Func<ParquetRowGroupReader, DataField, List<object?>, CancellationToken, Task>> Readers = new()
    {
        [typeof(bool)] = ReadAsync<bool>,
        [typeof(sbyte)] = ReadAsync<sbyte>,
        [typeof(byte)] = ReadAsync<byte>,
        [typeof(short)] = ReadAsync<short>,
        [typeof(ushort)] = ReadAsync<ushort>,
        [typeof(int)] = ReadAsync<int>,
        [typeof(uint)] = ReadAsync<uint>,
        [typeof(long)] = ReadAsync<long>,
        [typeof(ulong)] = ReadAsync<ulong>,
        [typeof(float)] = ReadAsync<float>,
        [typeof(double)] = ReadAsync<double>,
        [typeof(decimal)] = ReadAsync<decimal>,
        [typeof(DateTime)] = ReadAsync<DateTime>,
        [typeof(DateOnly)] = ReadAsync<DateOnly>,
        [typeof(TimeOnly)] = ReadAsync<TimeOnly>,
        [typeof(TimeSpan)] = ReadAsync<TimeSpan>,
        [typeof(Guid)] = ReadAsync<Guid>,
        [typeof(string)] = ReadTextAsync,
        [typeof(ReadOnlyMemory<char>)] = ReadTextAsync,                      // how the package stores texts
    };

    public static async Task<Table> ReadAsync(string path, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var name = Path.GetFileName(path);
        var stream = File.OpenRead(path);
        await using var _ = stream.ConfigureAwait(false);
        try
        {
            return await ReadAsync(stream, name, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not (OperationCanceledException or DataException))
        {
            throw new DataException($"{path} cannot be read as a Parquet file: {e.Message} Check that it is one, and whole.", e) { Item = name, Stage = "Table.ReadParquetAsync" };
        }
    }

    private static async Task<Table> ReadAsync(FileStream stream, string name, CancellationToken cancellationToken)
    {
        var reader = await ParquetReader.CreateAsync(stream, cancellationToken: cancellationToken).ConfigureAwait(false);
        await using var _ = reader.ConfigureAwait(false);
        var fields = reader.Schema.Fields.OfType<DataField>().Where(field => !field.IsArray && Readers.ContainsKey(field.ClrType)).ToArray();
        if (fields.Length < reader.Schema.Fields.Count)
            Warnings.Raise(
                $"Columns of {name} hold lists, groups or bytes, and are left out: {string.Join(", ", reader.Schema.Fields.Except(fields).Select(field => field.Name))}.");

        var values = fields.Select(_ => new List<object?>()).ToArray();
        for (var group = 0; group < reader.RowGroupCount; group++)
        {
            using var rows = reader.OpenRowGroupReader(group);
            for (var column = 0; column < fields.Length; column++)
                await Readers[fields[column].ClrType](rows, fields[column], values[column], cancellationToken).ConfigureAwait(false);
        }

        var columns = fields.Select((field, index) => TableColumn.Of(field.Name, field.ClrType, values[index])).ToArray();
        return new(name, columns, values.Length == 0 ? 0 : values[0].Count);
    }

    private static async Task ReadAsync<T>(ParquetRowGroupReader rows, DataField field, List<object?> into, CancellationToken token) where T : struct
    {
        if (field.IsNullable)
        {
            var nullable = new T?[checked((int)rows.RowCount)];
            await rows.ReadAsync<T>(field, nullable.AsMemory(), cancellationToken: token).ConfigureAwait(false);
            foreach (var value in nullable) into.Add(value);
            return;
        }

        var values = new T[checked((int)rows.RowCount)];
        await rows.ReadAsync<T>(field, values.AsMemory(), cancellationToken: token).ConfigureAwait(false);
        foreach (var value in values) into.Add(value);
    }

    private static async Task ReadTextAsync(ParquetRowGroupReader rows, DataField field, List<object?> into, CancellationToken token)
    {
        var values = new string?[checked((int)rows.RowCount)];
        await rows.ReadAsync(field, values.AsMemory()!, cancellationToken: token).ConfigureAwait(false);
        into.AddRange(values);
    }
}
