using Parquet;
using Parquet.Schema;

namespace FastAI;

/// <summary>Reads tables from Parquet files; the one place that knows the package which does it.</summary>
internal static class ParquetTable
{
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
        var fields = reader.Schema.Fields.OfType<DataField>().Where(field => !field.IsArray).ToArray();
        var values = fields.Select(_ => new List<object?>()).ToArray();
        for (var group = 0; group < reader.RowGroupCount; group++)
        {
            using var rows = reader.OpenRowGroupReader(group);
            for (var column = 0; column < fields.Length; column++)
                await ReadColumnAsync(rows, fields[column], values[column], cancellationToken).ConfigureAwait(false);
        }

        var columns = fields.Select((field, index) => TableColumn.Of(field.Name, field.ClrType, values[index])).ToArray();
        return new(name, columns, values.Length == 0 ? 0 : values[0].Count);
    }

    private static Task ReadColumnAsync(ParquetRowGroupReader rows, DataField field, List<object?> into, CancellationToken token)
        => Type.GetTypeCode(field.ClrType) switch
        {
            TypeCode.Boolean => ReadAsync<bool>(rows, field, into, token),
            TypeCode.SByte => ReadAsync<sbyte>(rows, field, into, token),
            TypeCode.Byte => ReadAsync<byte>(rows, field, into, token),
            TypeCode.Int16 => ReadAsync<short>(rows, field, into, token),
            TypeCode.UInt16 => ReadAsync<ushort>(rows, field, into, token),
            TypeCode.Int32 => ReadAsync<int>(rows, field, into, token),
            TypeCode.UInt32 => ReadAsync<uint>(rows, field, into, token),
            TypeCode.Int64 => ReadAsync<long>(rows, field, into, token),
            TypeCode.UInt64 => ReadAsync<ulong>(rows, field, into, token),
            TypeCode.Single => ReadAsync<float>(rows, field, into, token),
            TypeCode.Double => ReadAsync<double>(rows, field, into, token),
            TypeCode.Decimal => ReadAsync<decimal>(rows, field, into, token),
            TypeCode.DateTime => ReadAsync<DateTime>(rows, field, into, token),
            TypeCode.String => ReadTextAsync(rows, field, into, token),
            _ => throw new NotSupportedException($"column '{field.Name}' holds {field.ClrType.Name}, which has no place in a table."),
        };

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
