namespace FastAI;

/// <summary>A number that changes with the position in a fit: 0 at its beginning, 1 at its end.</summary>
/// <param name="pos">The position, from 0 to 1.</param>
public delegate double Schedule(double pos);

/// <summary>Known schedules.</summary>
public static class Schedules
{
    /// <summary>A straight line; fastai's <c>SchedLin</c>.</summary>
    public static Schedule Linear(double start, double end) => pos => start + pos * (end - start);

    /// <summary>Half a cosine wave; fastai's <c>SchedCos</c>.</summary>
    public static Schedule Cosine(double start, double end) => pos => start + (1 + Math.Cos(Math.PI * (1 - pos))) * (end - start) / 2;

    /// <summary>The same throughout; fastai's <c>SchedNo</c>.</summary>
    public static Schedule Constant(double value) => _ => value;

    /// <summary>Equal factors in equal steps; fastai's <c>SchedExp</c>.</summary>
    /// <param name="start">The first value, not 0.</param>
    /// <param name="end">The last value.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="start"/> is 0.</exception>
    public static Schedule Exponential(double start, double end)
        => start == 0
            ? throw new ArgumentOutOfRangeException(nameof(start), start, "An exponential schedule cannot start at 0: no factor leads away from it.")
            : pos => start * Math.Pow(end / start, pos);

    /// <summary>A power of the position; fastai's <c>SchedPoly</c>.</summary>
    public static Schedule Polynomial(double start, double end, double power) => pos => start + (end - start) * Math.Pow(pos, power);

    /// <summary>Several schedules one after the other; fastai's <c>combine_scheds</c>.</summary>
    /// <param name="parts">Each part's share of the whole, from 0 to 1, and its schedule, which runs from 0 to 1 over that share. Shares sum to
    /// 1.</param>
    /// <exception cref="ArgumentException">A share is negative, or they do not sum to 1 (to within 1e-9; fastai asks for exactly 1, and refuses
    /// 0.7+0.2+0.1).</exception>
    public static Schedule Combine(params IReadOnlyList<(double Share, Schedule Schedule)> parts)
    {
        if (parts.Count == 0 || parts.Any(part => part.Share < 0) || Math.Abs(parts.Sum(part => part.Share) - 1) > 1e-9)
            throw new ArgumentException(
                $"The shares are {string.Join(", ", parts.Select(part => part.Share))}: expected none below 0 and a sum of 1.", nameof(parts));

        var starts = new double[parts.Count + 1];
        for (var i = 0; i < parts.Count; i++) starts[i + 1] = i == parts.Count - 1 ? 1 : starts[i] + parts[i].Share;

        return pos =>
        {
            if (pos < 0) throw new ArgumentOutOfRangeException(nameof(pos), pos, "A position is from 0 to 1.");

            // Position 1 belongs to the last part; what lies behind it runs on.
            var part = parts.Count - 1;
            while (part > 0 && (pos < starts[part] || parts[part].Share == 0)) part--;
            var share = starts[part + 1] - starts[part];
            return parts[part].Schedule((pos - starts[part]) / share);
        };
    }

    /// <summary>Half a cosine wave up to the middle, and another one on from there: the shape of one cycle; fastai's <c>combined_cos</c>.</summary>
    /// <param name="pct">Share of the first part.</param>
    /// <param name="start">The value at the beginning.</param>
    /// <param name="middle">The value at the turn.</param>
    /// <param name="end">The value at the end.</param>
    public static Schedule CombinedCosine(double pct, double start, double middle, double end)
        => Combine((pct, Cosine(start, middle)), (1 - pct, Cosine(middle, end)));
}
