using Microsoft.Data.Analysis;

namespace FastAI;

/// <summary>Copies the columns of data frames.</summary>
internal static class DataFrameTable
{
    public static Table From(DataFrame frame, string name)
    {
        ArgumentNullException.ThrowIfNull(frame);
        ArgumentException.ThrowIfNullOrEmpty(name);
        var count = checked((int)frame.Rows.Count);
        return new(name, [.. frame.Columns.Select(column => TableColumn.Of(column.Name, column.DataType, [.. column.Cast<object?>()]))], count);
    }
}
