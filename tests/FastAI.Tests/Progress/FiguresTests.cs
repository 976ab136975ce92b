using Xunit;

namespace FastAI.Tests.Progress;

public class FiguresTests
{
    [Theory]
    [InlineData(null, "–")]
    [InlineData(0.0, "0.000000")]
    [InlineData(0.5, "0.500000")]
    [InlineData(-12.25, "-12.250000")]
    [InlineData(0.00001234, "1.234e-05")]
    [InlineData(12345.678, "12345.68")]
    [InlineData(1.5e9, "1.500e+09")]
    [InlineData(double.NaN, "nan")]
    [InlineData(double.PositiveInfinity, "inf")]
    [InlineData(double.NegativeInfinity, "-inf")]
    public void A_value_shows_its_leading_digits_in_ten_characters(double? value, string text) => Assert.Equal(text, Figures.Number(value));

    [Theory]
    [InlineData(0, "0:00")]
    [InlineData(59.9, "0:59")]
    [InlineData(61, "1:01")]
    [InlineData(3600, "1:00:00")]
    [InlineData(90061, "25:01:01")]
    public void A_time_is_minutes_and_seconds_and_hours_where_there_are_some(double seconds, string text)
        => Assert.Equal(text, Figures.Time(TimeSpan.FromSeconds(seconds)));
}
