using System.Globalization;
using System.Numerics;

namespace FastAI;

/// <summary>The values of one column of a <see cref="Table"/>, in the type that they came in.</summary>
internal abstract class TableColumn(string name)
{
    public string Name { get; } = name;

    /// <summary>A value as text, the same in every country; null where it is missing.</summary>
    public abstract string? Text(int row);

    /// <summary>A value as a number; null where it is missing or none.</summary>
    public abstract double? Number(int row);

    /// <summary>A column out of values of any type, read one by one.</summary>
    public static TableColumn Of(string name, Type type, IReadOnlyList<object?> values) => Type.GetTypeCode(Nullable.GetUnderlyingType(type) ?? type) switch
    {
        TypeCode.Double => new NumberColumn<double>(name, As<double>(values)),
        TypeCode.Single => new NumberColumn<float>(name, As<float>(values)),
        TypeCode.Decimal => new NumberColumn<decimal>(name, As<decimal>(values)),
        TypeCode.SByte => new NumberColumn<sbyte>(name, As<sbyte>(values)),
        TypeCode.Byte => new NumberColumn<byte>(name, As<byte>(values)),
        TypeCode.Int16 => new NumberColumn<short>(name, As<short>(values)),
        TypeCode.UInt16 => new NumberColumn<ushort>(name, As<ushort>(values)),
        TypeCode.Int32 => new NumberColumn<int>(name, As<int>(values)),
        TypeCode.UInt32 => new NumberColumn<uint>(name, As<uint>(values)),
        TypeCode.Int64 => new NumberColumn<long>(name, As<long>(values)),
        TypeCode.UInt64 => new NumberColumn<ulong>(name, As<ulong>(values)),
        _ => new TextColumn(name, [.. values.Select(TextOf)]),
    };

    private static T?[] As<T>(IReadOnlyList<object?> values) where T : struct => [.. values.Select(value => (T?)value)];

    // Days and times in the form that sorts and that every reader knows.
    private static string? TextOf(object? value) => value switch
    {
        null => null,
        bool flag => flag ? "true" : "false",
        DateTime time when time.TimeOfDay == TimeSpan.Zero => time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime time => time.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture),
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        TimeOnly time => time.ToString("HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };
}

/// <summary>A column of texts, as every column of a CSV file is.</summary>
internal sealed class TextColumn(string name, IReadOnlyList<string?> values) : TableColumn(name)
{
    public override string? Text(int row) => values[row];

    public override double? Number(int row)
        => double.TryParse(values[row], NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
}

/// <summary>A column of numbers.</summary>
internal sealed class NumberColumn<T>(string name, T?[] values) : TableColumn(name) where T : struct, INumber<T>
{
    // Not a number is how data frames write a missing one.
    public override string? Text(int row) => values[row] is { } value && !T.IsNaN(value) ? value.ToString(null, CultureInfo.InvariantCulture) : null;

    public override double? Number(int row) => values[row] is { } value && !T.IsNaN(value) ? double.CreateChecked(value) : null;
}
